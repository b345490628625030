/** What WebSockets to clients and to the router have in common. */
@NullMarked
package io.sluice.gateway.socket;

import org.jspecify.annotations.NullMarked;
