/** Questions about models: counts of tokens, information about models, LiteLLM's utilities. The router answers; who may ask is checked here. */
@NullMarked
package io.sluice.gateway.desk;

import org.jspecify.annotations.NullMarked;
