/** Whether a call may come in: what it asks for, which limits it has to fit into, and what it then holds. */
@NullMarked
package io.sluice.gateway.admission;

import org.jspecify.annotations.NullMarked;
