/** Real processes, simulated providers, and the clients of the tests. */
@NullMarked
package io.sluice.it.harness;

import org.jspecify.annotations.NullMarked;
