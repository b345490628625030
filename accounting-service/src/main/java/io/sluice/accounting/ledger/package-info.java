/** The ledger: one row an attempt, written in batches, exactly once. */
@NullMarked
package io.sluice.accounting.ledger;

import org.jspecify.annotations.NullMarked;
