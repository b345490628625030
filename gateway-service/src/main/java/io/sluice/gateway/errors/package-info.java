/** Refusals and errors in the shapes that clients and LiteLLM's users know. */
@NullMarked
package io.sluice.gateway.errors;

import org.jspecify.annotations.NullMarked;
