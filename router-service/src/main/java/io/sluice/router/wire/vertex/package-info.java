/** Models at Google's Vertex AI: Gemini, and Claude in Anthropic's own words. */
@NullMarked
package io.sluice.router.wire.vertex;

import org.jspecify.annotations.NullMarked;
