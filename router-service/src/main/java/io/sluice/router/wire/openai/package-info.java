/**
 * OpenAI's chat dialect, which most providers speak: the client's bytes pass, but for the members that must change; answers pass but
 * for the model's name and the usage that the client did not ask for. Reference: platform.openai.com/docs/api-reference/chat
 * (seen 2026-11-24).
 */
@NullMarked
package io.sluice.router.wire.openai;

import org.jspecify.annotations.NullMarked;
