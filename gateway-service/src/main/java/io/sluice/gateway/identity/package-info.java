/** Who calls: key extraction, the cache of keys, access of a key to routes and models. */
@NullMarked
package io.sluice.gateway.identity;

import org.jspecify.annotations.NullMarked;
