/** The engine as the gateway reaches it over HTTP: calls and the model table. */
@NullMarked
package io.sluice.gateway.engine;

import org.jspecify.annotations.NullMarked;
