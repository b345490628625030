/** Runs the official SDKs; published in the test-jar for the tests of other modules. */
@NullMarked
package io.sluice.simulator.sdk;

import org.jspecify.annotations.NullMarked;
