package io.sluice.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.openai.ChatRequest;
import io.sluice.simulator.openai.StyledChat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mistral's API: {@code /fim/completions} and {@code /ocr} below any prefix; {@code /chat/completions}, {@code /embeddings}, {@code
 * /moderations}, {@code /chat/moderations}, {@code /files}, {@code /batch/jobs} and {@code /models} when Mistral is named.
 *
 * <p>Source: docs.mistral.ai/api and the types of mistralai 3.7.0.
 */
public final class Mistral implements Protocol {

    private static final List<String> MODELS =
            List.of("mistral-large-latest", "codestral-latest", "mistral-embed", "mistral-ocr-latest");
    private static final int DIMENSIONS = 1_024;

    private final boolean keyRequired;
    private final BatchJobs jobs;

    /**
     * @param keyRequired whether calls without a key are refused with 401
     * @param journal gets an entry for each line of a batch
     */
    public Mistral(boolean keyRequired, Journal journal) {
        this.keyRequired = keyRequired;
        this.jobs = new BatchJobs(new BatchedCalls(journal, this::answer, this::refuse));
    }

    @Override
    public String name() {
        return "mistral";
    }

    @Override
    public boolean serves(Call call) {
        String path = call.path();
        boolean named = call.address().equals(name());
        if (named && jobs.serves(call)) {
            return true;
        }
        if (call.method().equals("GET")) {
            return named && path.endsWith("/models");
        }
        return path.endsWith("/fim/completions")
                || path.endsWith("/ocr")
                || named
                        && (path.endsWith("/chat/completions")
                                || path.endsWith("/embeddings")
                                || path.endsWith("/moderations"));
    }

    @Override
    public Glance glance(Call call) {
        JsonNode body = call.body();
        String prompt = body.has("messages")
                ? Messages.lastUser(body.path("messages"))
                : body.has("prompt") ? body.path("prompt").asText("") : Messages.text(body.path("input"));
        return new Glance(call.model(), body.path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        Reply refusal = refusal(call);
        if (refusal != null) {
            return refusal;
        }
        if (jobs.serves(call)) {
            return jobs.answer(call);
        }
        String path = call.path();
        if (path.endsWith("/models")) {
            return models();
        }
        if (path.endsWith("/ocr")) {
            return Ocr.reply(call);
        }
        if (path.endsWith("/embeddings")) {
            return embeddings(call);
        }
        if (path.endsWith("/moderations")) {
            return MistralModerations.reply(call);
        }
        ChatRequest request = ChatRequest.of(call.body());
        boolean fill = path.endsWith("/fim/completions");
        Turn turn = Turn.of(call, fill ? filling(call.body()) : chatting(call.body(), request), request.choices());
        return StyledChat.reply(turn, new MistralStyle(), request.stream());
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return MistralError.reply(status, message);
    }

    private static Prompt chatting(JsonNode body, ChatRequest request) {
        Prompt plain = request.prompt();
        String effort = body.path("reasoning_effort").asText("none");
        boolean thinks = body.path("prompt_mode").asText("").equals("reasoning") || !effort.equals("none");
        return new Prompt(
                plain.lastUser(),
                plain.textBytes(),
                plain.tools(),
                plain.format(),
                plain.stops(),
                plain.maxTokens(),
                thinks,
                body.path("random_seed").asLong(0));
    }

    private static Prompt filling(JsonNode body) {
        String before = body.path("prompt").asText("");
        long bytes =
                TokenCount.bytes(before) + TokenCount.bytes(body.path("suffix").asText(""));
        Prompt plain = ChatRequest.of(body).prompt();
        return new Prompt(
                before, bytes, List.of(), plain.format(), plain.stops(), plain.maxTokens(), false, plain.seed());
    }

    private @Nullable Reply refusal(Call call) {
        String key = call.key();
        if (key.isEmpty() && keyRequired || key.contains("invalid")) {
            return MistralError.reply(401, "Unauthorized");
        }
        if (call.method().equals("GET") || jobs.serves(call)) {
            return null;
        }
        String needed = call.path().endsWith("/chat/completions")
                ? "messages"
                : call.path().endsWith("/ocr")
                        ? "document"
                        : call.path().endsWith("/fim/completions") ? "prompt" : "input";
        for (String name : new String[] {"model", needed}) {
            if (!call.body().hasNonNull(name) || call.model().isEmpty()) {
                return MistralError.missing(name);
            }
        }
        return call.model().startsWith("missing-") ? MistralError.unknownModel(call.model()) : null;
    }

    private static Reply embeddings(Call call) {
        List<String> inputs = Messages.strings(call.body().path("input"));
        int dimensions = Math.max(1, call.body().path("output_dimension").asInt(DIMENSIONS));
        ObjectNode json = Json.object().put("id", "embd-sim" + call.number()).put("object", "list");
        ArrayNode data = json.putArray("data");
        for (String input : inputs) {
            ObjectNode item = data.addObject().put("object", "embedding");
            item.set("embedding", Vectors.json(input, dimensions));
            item.put("index", data.size() - 1);
        }
        json.put("model", call.model());
        Usage produced = new Usage(inputs.stream().mapToLong(TokenCount::of).sum(), 0);
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.putObject("usage")
                    .put("prompt_tokens", told.prompt())
                    .put("total_tokens", told.prompt())
                    .put("completion_tokens", 0);
        }
        return Reply.json(200, json, told, produced);
    }

    private static Reply models() {
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        for (String id : MODELS) {
            ObjectNode model = data.addObject()
                    .put("type", "base")
                    .put("id", id)
                    .put("object", "model")
                    .put("created", 1_735_689_600L);
            model.put("owned_by", "mistralai").putObject("capabilities").put("completion_chat", true);
        }
        return Reply.json(200, json);
    }
}
