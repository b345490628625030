/** What the router measures of its deployments: calls in flight, speed, usage of the minute. Plain Java, lock-free, bounded. */
@NullMarked
package io.sluice.router.measure;

import org.jspecify.annotations.NullMarked;
