/** How the router comes to life in Quarkus: its beans, its configuration and the watch over it, its health. */
@NullMarked
package io.sluice.router.start;

import org.jspecify.annotations.NullMarked;
