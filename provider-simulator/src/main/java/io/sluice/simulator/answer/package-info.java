/** What a simulated model says: a function of the request alone, the same in every protocol. */
@NullMarked
package io.sluice.simulator.answer;

import org.jspecify.annotations.NullMarked;
