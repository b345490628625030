/** How a request shows a provider whom it is from: a key in a header, a token that is fetched, a signature over the request. */
@NullMarked
package io.sluice.router.credentials;

import org.jspecify.annotations.NullMarked;
