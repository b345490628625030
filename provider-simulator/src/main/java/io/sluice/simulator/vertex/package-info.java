/** Google's Vertex AI: Gemini, Claude, Imagen and embeddings below a project, and the token endpoint for service accounts. */
@NullMarked
package io.sluice.simulator.vertex;

import org.jspecify.annotations.NullMarked;
