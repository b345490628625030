package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Pictures;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The parts of a content. Source: ai.google.dev/api/caching#Part and /gemini-api/docs/thought-signatures. */
final class Parts {

    private Parts() {}

    static ObjectNode thought(String text) {
        return Json.object().put("text", text).put("thought", true);
    }

    /** The call of a tool, null when there is none. */
    static @Nullable ObjectNode functionCall(Answer answer) {
        Tool tool = answer.tool();
        if (tool == null) {
            return null;
        }
        ObjectNode part = Json.object();
        part.putObject("functionCall").put("name", tool.name()).set("args", Json.read(answer.arguments()));
        if (answer.reasoningTokens() > 0) {
            part.put("thoughtSignature", base64(("signature of " + tool.name()).getBytes(StandardCharsets.UTF_8)));
        }
        return part;
    }

    static ObjectNode picture(String prompt) {
        return inline("image/png", Pictures.png(prompt, 0));
    }

    static ObjectNode speech(String text) {
        return inline("audio/L16;codec=pcm;rate=24000", Sound.spoken(text, "pcm"));
    }

    private static ObjectNode inline(String type, byte[] bytes) {
        ObjectNode part = Json.object();
        part.putObject("inlineData").put("mimeType", type).put("data", base64(bytes));
        return part;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
