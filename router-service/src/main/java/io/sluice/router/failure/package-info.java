/** What goes wrong at a provider, in one taxonomy: retries, fallbacks and the client's error depend on it. */
@NullMarked
package io.sluice.router.failure;

import org.jspecify.annotations.NullMarked;
