/** The list of providers, as it is shown: {@code GET /providers}, and LiteLLM's {@code GET /public/providers}. */
@NullMarked
package io.sluice.gateway.providers;

import org.jspecify.annotations.NullMarked;
