/** What routers share through Redis: counters and the health of deployments. */
@NullMarked
package io.sluice.router.redis;

import org.jspecify.annotations.NullMarked;
