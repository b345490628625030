/** Usage events from the gateways' Redis stream into the ledger. */
@NullMarked
package io.sluice.accounting.stream;

import org.jspecify.annotations.NullMarked;
