package io.sluice.simulator.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Sse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/**
 * What Azure adds to an answer of OpenAI's: the content filter's verdicts on the prompt (in a stream, a first chunk without
 * choices) and on each choice, and headers of its own; and its form of an error. Source:
 * learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-annotations.
 */
final class Filtered {

    private static final List<String> CATEGORIES = List.of("hate", "self_harm", "sexual", "violence");

    private Filtered() {}

    static Reply reply(Call call, Reply plain) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        plain.headers().names().stream()
                .filter(name -> !name.startsWith("openai-"))
                .forEach(name -> headers.add(name, plain.headers().getAll(name)));
        headers.add("apim-request-id", requestId(call)).add("x-ms-region", "Sweden Central");
        if (plain.status() >= 400 && plain instanceof Reply.Whole whole) {
            return error(call, whole);
        }
        boolean judged = call.path().endsWith("/completions");
        return switch (plain) {
            case Reply.Whole whole ->
                new Reply.Whole(
                        whole.status(),
                        headers,
                        judged ? Json.bytes(judged(Json.read(whole.body()))) : whole.body(),
                        whole.usage(),
                        whole.produced());
            case Reply.Stream stream ->
                new Reply.Stream(
                        headers,
                        judged ? new Judged(stream.frames()) : stream.frames(),
                        stream.input(),
                        stream.usage(),
                        stream.error(),
                        stream.garbage());
        };
    }

    static String requestId(Call call) {
        return "00000000-0000-4000-8000-" + String.format("%012x", call.number());
    }

    private static Reply error(Call call, Reply.Whole refusal) {
        JsonNode error = Json.read(refusal.body()).path("error");
        String code = error.path("code").asText("");
        return new AzureError(
                        refusal.status(),
                        code.isEmpty() || code.equals("null") ? "BadRequest" : code,
                        error.path("message").asText(""))
                .reply(call);
    }

    private static JsonNode judged(JsonNode completion) {
        if (completion instanceof ObjectNode json) {
            json.set("prompt_filter_results", promptResults());
            choices(json);
        }
        return completion;
    }

    private static void choices(ObjectNode json) {
        for (JsonNode choice : json.path("choices")) {
            ((ObjectNode) choice).set("content_filter_results", verdicts());
        }
    }

    private static ArrayNode promptResults() {
        ArrayNode results = Json.array();
        ObjectNode verdicts = verdicts();
        verdicts.putObject("jailbreak").put("filtered", false).put("detected", false);
        results.addObject().put("prompt_index", 0).set("content_filter_results", verdicts);
        return results;
    }

    private static ObjectNode verdicts() {
        ObjectNode verdicts = Json.object();
        CATEGORIES.forEach(
                category -> verdicts.putObject(category).put("filtered", false).put("severity", "safe"));
        return verdicts;
    }

    /** The frames of a stream with verdicts. */
    private static final class Judged implements Iterator<Frame> {

        private final Iterator<Frame> plain;
        private boolean begun;

        Judged(Iterator<Frame> plain) {
            this.plain = plain;
        }

        @Override
        public boolean hasNext() {
            return plain.hasNext();
        }

        @Override
        public Frame next() {
            if (!begun) {
                begun = true;
                return new Frame(first(), 0);
            }
            Frame frame = plain.next();
            if (Sse.read(frame.bytes()) instanceof ObjectNode json && json.has("choices")) {
                choices(json);
                return new Frame(Sse.data(json), frame.produced());
            }
            return frame;
        }

        private static Buffer first() {
            ObjectNode json = Json.object();
            json.putArray("choices");
            json.put("created", 0).put("id", "").put("model", "").put("object", "");
            json.set("prompt_filter_results", promptResults());
            return Sse.data(json);
        }
    }
}
