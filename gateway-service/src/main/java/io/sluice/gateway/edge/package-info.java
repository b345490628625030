/** The first handler of every request: what exists, who asks, and who answers. */
@NullMarked
package io.sluice.gateway.edge;

import org.jspecify.annotations.NullMarked;
