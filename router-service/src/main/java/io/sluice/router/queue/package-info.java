/** Calls that wait in line for a place at a deployment: by priority, and fair between those who ask. Plain Java. */
@NullMarked
package io.sluice.router.queue;

import org.jspecify.annotations.NullMarked;
