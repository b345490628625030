/** What gateways ask the books over HTTP, in the suite. */
@NullMarked
package io.sluice.accounting.internal;

import org.jspecify.annotations.NullMarked;
