/**
 * Clients of Google's {@code generateContent}: ai.google.dev/api/generate-content, and types.py of googleapis/python-genai. Names are taken in
 * camelCase and in snake_case, as Google takes them.
 */
@NullMarked
package io.sluice.router.client.gemini;

import org.jspecify.annotations.NullMarked;
