/** Waiting in front of a deployment: bounded, in fair shares. Plain Java. */
@NullMarked
package io.sluice.router.queue;

import org.jspecify.annotations.NullMarked;
