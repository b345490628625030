/** Which failures are tried again in the same model group, how often, after what wait, and how many at all in an outage. Plain Java. */
@NullMarked
package io.sluice.router.retry;

import org.jspecify.annotations.NullMarked;
