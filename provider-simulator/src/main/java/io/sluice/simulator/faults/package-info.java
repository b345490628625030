/** What a call is made to suffer: directives, and rules that hand them out. */
@NullMarked
package io.sluice.simulator.faults;

import org.jspecify.annotations.NullMarked;
