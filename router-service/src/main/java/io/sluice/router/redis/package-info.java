/** What routers share through Redis: counters, the health and the limits of deployments, news of stored models, explanations of calls. */
@NullMarked
package io.sluice.router.redis;

import org.jspecify.annotations.NullMarked;
