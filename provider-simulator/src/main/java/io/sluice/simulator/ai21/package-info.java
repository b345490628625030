/** AI21: chat. */
@NullMarked
package io.sluice.simulator.ai21;

import org.jspecify.annotations.NullMarked;
