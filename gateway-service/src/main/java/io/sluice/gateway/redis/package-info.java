/** What the gateway shares with others through Redis, when there is one: key changes and usage events. */
@NullMarked
package io.sluice.gateway.redis;

import org.jspecify.annotations.NullMarked;
