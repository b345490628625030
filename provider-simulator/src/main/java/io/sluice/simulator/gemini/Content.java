package io.sluice.simulator.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of generateContent: whole, as server-sent events, or as a JSON list that grows. Pictures and speech come as one part
 * and count 1290 tokens and 25 a second. Sources: ai.google.dev/api/generate-content, /gemini-api/docs/thinking,
 * /docs/image-generation, /docs/tokens.
 */
public final class Content {

    private static final int PICTURE_TOKENS = 1_290;
    private static final int TOKENS_A_SECOND = 25;

    private final Call call;
    private final Target target;
    private final Turn turn;
    private final boolean pictured;
    private final boolean spoken;
    private final boolean vertex;

    private Content(Call call, boolean vertex) {
        GeminiRequest request = new GeminiRequest(call.body());
        this.call = call;
        this.target = Target.of(call);
        this.turn = Turn.of(call, request.prompt(), request.choices());
        this.pictured = request.wants("IMAGE");
        this.spoken = request.wants("AUDIO");
        this.vertex = vertex;
    }

    /**
     * The answer, in the form that the path and {@code alt} ask for.
     *
     * @param vertex whether it has what only Vertex says
     */
    public static Reply reply(Call call, boolean vertex) {
        Content content = new Content(call, vertex);
        return content.target.streams() ? content.stream(call.parameter("alt").equals("sse")) : content.whole();
    }

    private Reply whole() {
        ObjectNode json = Json.object();
        ArrayNode candidates = json.putArray("candidates");
        for (Answer answer : turn.answers()) {
            candidates.add(candidate(candidates.size(), parts(answer), finish(answer)));
        }
        Usage told = told();
        tail(json, told);
        return Reply.json(200, json, told, produced());
    }

    private Reply stream(boolean events) {
        Script script = turn.script();
        Framing framing = new Framing(events);
        for (int i = 0; i < turn.answers().size(); i++) {
            write(script, framing, i, turn.answers().get(i));
        }
        if (!events) {
            script.say(() -> Buffer.buffer("\n]\n"));
        }
        MultiMap headers = events
                ? Sse.headers()
                : HttpHeaders.headers().add(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8");
        Buffer error = framing.error(new GoogleError(503, "The model is overloaded. Please try again later."));
        Buffer garbage = events ? Sse.GARBAGE : Buffer.buffer(",\n{\"candidates\": [{\"content\": {\"par\n");
        return new Reply.Stream(headers, script, produced().producing(0), told(), error, garbage);
    }

    private void write(Script script, Framing framing, int index, Answer answer) {
        script.text(
                answer.reasoning(),
                answer.reasoningTokens(),
                piece -> framing.frame(chunk(index, Parts.thought(piece), null)));
        script.text(
                answer.text(),
                (long) answer.tokens() - answer.reasoningTokens(),
                piece -> framing.frame(chunk(index, Json.object().put("text", piece), null)));
        long more = answer.tool() == null ? mediaTokens() : answer.tokens() - (long) answer.reasoningTokens();
        for (int i = 0; i < turn.tellings(); i++) {
            script.cost(i == 0 ? more : 0, () -> framing.frame(last(index, answer)));
        }
    }

    private ObjectNode last(int index, Answer answer) {
        List<ObjectNode> parts = media(answer);
        ObjectNode call = Parts.functionCall(answer);
        if (call != null) {
            parts.add(call);
        }
        if (parts.isEmpty()) {
            parts.add(Json.object().put("text", ""));
        }
        ObjectNode json = Json.object();
        json.putArray("candidates").add(candidate(index, parts, finish(answer)));
        tail(json, told());
        return json;
    }

    private ObjectNode chunk(int index, ObjectNode part, @Nullable String finish) {
        ObjectNode json = Json.object();
        json.putArray("candidates").add(candidate(index, List.of(part), finish));
        Usage told = told();
        tail(json, told == null ? null : told.producing(0));
        return json;
    }

    private List<ObjectNode> parts(Answer answer) {
        List<ObjectNode> parts = new ArrayList<>();
        if (!answer.reasoning().isEmpty()) {
            parts.add(Parts.thought(answer.reasoning()));
        }
        ObjectNode call = Parts.functionCall(answer);
        if (call == null) {
            parts.add(Json.object().put("text", answer.text()));
        } else {
            parts.add(call);
        }
        parts.addAll(media(answer));
        return parts;
    }

    private List<ObjectNode> media(Answer answer) {
        List<ObjectNode> parts = new ArrayList<>();
        if (pictured) {
            parts.add(Parts.picture(turn.prompt().lastUser()));
        }
        if (spoken) {
            parts.add(Parts.speech(answer.text()));
        }
        return parts;
    }

    private static ObjectNode candidate(int index, List<ObjectNode> parts, @Nullable String finish) {
        ObjectNode candidate = Json.object();
        candidate.putObject("content").put("role", "model").putArray("parts").addAll(parts);
        if (finish != null) {
            candidate.put("finishReason", finish);
        }
        return candidate.put("index", index);
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "MAX_TOKENS" : "STOP";
    }

    private void tail(ObjectNode json, @Nullable Usage told) {
        if (told != null) {
            json.set("usageMetadata", usage(told));
        }
        json.put("modelVersion", target.model()).put("responseId", turn.id("resp"));
        if (vertex) {
            json.put("createTime", "2026-11-26T00:00:00.000000Z");
        }
    }

    /** Thoughts are no candidates' tokens. */
    private ObjectNode usage(Usage told) {
        long thoughts = told.completion() > 0 ? turn.reasoning() : 0;
        ObjectNode usage = Json.object().put("promptTokenCount", told.prompt());
        int cached = call.shape().cached();
        if (cached > 0) {
            usage.put("cachedContentTokenCount", cached);
            usage.putArray("cacheTokensDetails")
                    .addObject()
                    .put("modality", "TEXT")
                    .put("tokenCount", cached);
        }
        if (told.completion() != 0) {
            usage.put("candidatesTokenCount", told.completion() - thoughts);
        }
        if (thoughts > 0) {
            usage.put("thoughtsTokenCount", thoughts);
        }
        usage.put("totalTokenCount", told.prompt() + told.completion());
        usage.putArray("promptTokensDetails")
                .addObject()
                .put("modality", "TEXT")
                .put("tokenCount", told.prompt());
        if (told.completion() != 0 && (pictured || spoken)) {
            usage.putArray("candidatesTokensDetails")
                    .addObject()
                    .put("modality", pictured ? "IMAGE" : "AUDIO")
                    .put("tokenCount", mediaTokens());
        }
        return vertex ? usage.put("trafficType", "ON_DEMAND") : usage;
    }

    private long mediaTokens() {
        double seconds = spoken ? Sound.seconds(turn.answer().text()) : 0;
        return (pictured ? PICTURE_TOKENS : 0) + Math.round(Math.ceil(seconds * TOKENS_A_SECOND));
    }

    private Usage produced() {
        Usage text = turn.produced();
        return new Usage(
                text.prompt(),
                text.completion() + mediaTokens(),
                new Units(pictured ? 1 : 0, spoken ? Sound.seconds(turn.answer().text()) : 0, 0, 0, 0));
    }

    private @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }
}
