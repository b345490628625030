/** What the providers saw, produced and billed. */
@NullMarked
package io.sluice.simulator.journal;

import org.jspecify.annotations.NullMarked;
