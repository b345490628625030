/**
 * Google's {@code generateContent}, at AI Studio and at Vertex: ai.google.dev/api/generate-content, and types.py of googleapis/python-genai
 *.
 */
@NullMarked
package io.sluice.router.wire.gemini;

import org.jspecify.annotations.NullMarked;
