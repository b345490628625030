/** Azure OpenAI: OpenAI's endpoints by deployment or below /openai/v1, with content filters, and Entra's token endpoint. */
@NullMarked
package io.sluice.simulator.azure;

import org.jspecify.annotations.NullMarked;
