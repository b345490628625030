/** What was spent: sums by scope and window, and the rows of the ledger for people. */
@NullMarked
package io.sluice.accounting.spend;

import org.jspecify.annotations.NullMarked;
