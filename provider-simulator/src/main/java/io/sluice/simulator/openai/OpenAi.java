package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Journal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's API below any prefix: chat and text completions, responses, embeddings, images, audio, moderations, files, batches,
 * models. It serves what no other provider does, so it has no name. Realtime is in {@link Realtime}.
 *
 * <p>Source: platform.openai.com/docs/api-reference, /docs/guides/error-codes and the types of openai-python 3.57.0, seen
 * 2026-11-26.
 */
public final class OpenAi implements Protocol {

    private static final int MOST_CHOICES = 128;

    private final boolean keyRequired;
    private final List<Endpoint> endpoints;

    /**
     * @param keyRequired whether calls without a key are refused with 401
     * @param journal gets an entry for each line of a batch
     */
    public OpenAi(boolean keyRequired, Journal journal) {
        this.keyRequired = keyRequired;
        Responses responses = new Responses();
        Files files = new Files();
        Batches batches = new Batches(files, new BatchedCalls(journal, this::run, this::refuse));
        List<String> pictured = List.of("prompt");
        List<String> heard = List.of("model", "file");
        this.endpoints = List.of(
                Endpoint.of("POST /chat/completions", List.of("model", "messages"), OpenAi::said, OpenAi::chat),
                Endpoint.of(
                        "POST /embeddings",
                        List.of("model", "input"),
                        call -> Messages.text(call.body().path("input")),
                        EmbeddingList::reply),
                Endpoint.of("POST /completions", List.of("model", "prompt"), TextRequest::said, TextCompletion::reply),
                Endpoint.of("POST /responses", List.of("model"), ResponseRequest::said, responses::create),
                Endpoint.of("GET /responses/{id}", responses::get),
                Endpoint.of("DELETE /responses/{id}", responses::delete),
                Endpoint.of("POST /responses/{id}/cancel", responses::get),
                Endpoint.of("GET /responses/{id}/input_items", responses::inputItems),
                Endpoint.of("POST /images/generations", pictured, Images::prompt, Images::reply),
                Endpoint.of("POST /images/edits", List.of("prompt", "image"), Images::prompt, Images::reply),
                Endpoint.of("POST /images/variations", List.of("image"), Images::prompt, Images::reply),
                Endpoint.of(
                        "POST /audio/speech",
                        List.of("model", "input", "voice"),
                        call -> call.body().path("input").asText(""),
                        Speech::reply),
                Endpoint.of("POST /audio/transcriptions", heard, Images::prompt, Transcript::reply),
                Endpoint.of("POST /audio/translations", heard, Images::prompt, Transcript::reply),
                Endpoint.of(
                        "POST /moderations",
                        List.of("input"),
                        call -> Messages.text(call.body().path("input")),
                        Moderations::reply),
                Endpoint.of("POST /files", List.of("purpose", "file"), call -> "", files::create),
                Endpoint.of("GET /files", files::list),
                Endpoint.of("GET /files/{id}", files::get),
                Endpoint.of("GET /files/{id}/content", files::content),
                Endpoint.of("DELETE /files/{id}", files::delete),
                Endpoint.of(
                        "POST /batches",
                        List.of("input_file_id", "endpoint", "completion_window"),
                        call -> "",
                        batches::create),
                Endpoint.of("GET /batches", batches::list),
                Endpoint.of("GET /batches/{id}", batches::get),
                Endpoint.of("POST /batches/{id}/cancel", batches::cancel),
                Endpoint.of("GET /models", Models::list),
                Endpoint.of("GET /models/{id+}", Models::get));
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public boolean serves(Call call) {
        return endpoint(call).isPresent();
    }

    @Override
    public Glance glance(Call call) {
        String prompt = endpoint(call).map(found -> found.prompt().apply(call)).orElse("");
        return new Glance(call.model(), call.body().path("stream").asBoolean(), prompt);
    }

    @Override
    public Reply answer(Call call) {
        OpenAiError keyless = keyless(call);
        return keyless == null ? run(call) : keyless.reply(call);
    }

    /** The refusal of a caller without a good key, or of a model that there is not. */
    public Optional<Reply> barred(Call call, String model) {
        OpenAiError keyless = keyless(call);
        OpenAiError refusal = keyless == null ? Models.unknown(model) : keyless;
        return Optional.ofNullable(refusal).map(error -> error.reply(call));
    }

    /** The answer to a call whose key has been looked at already. */
    public Reply run(Call call) {
        for (Endpoint endpoint : endpoints) {
            Optional<String> id = endpoint.route().match(call);
            if (id.isPresent()) {
                OpenAiError refusal = endpoint.check(call);
                if (refusal == null) {
                    refusal = badValue(call);
                }
                return refusal == null ? endpoint.reply().apply(call, id.get()) : refusal.reply(call);
            }
        }
        return refuse(call, 404, "Invalid URL (" + call.method() + " " + call.path() + ")");
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return OpenAiError.of(status, message).reply(call);
    }

    private Optional<Endpoint> endpoint(Call call) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.route().match(call).isPresent()) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    private @Nullable OpenAiError keyless(Call call) {
        String key = call.key();
        if (keyRequired && key.isEmpty()) {
            return new OpenAiError(401, "You didn't provide an API key.", "invalid_request_error", null, null);
        }
        return key.startsWith("sk-invalid")
                ? new OpenAiError(
                        401,
                        "Incorrect API key provided: sk-inva***.",
                        "invalid_request_error",
                        null,
                        "invalid_api_key")
                : null;
    }

    private static @Nullable OpenAiError badValue(Call call) {
        JsonNode body = call.body();
        if (body.has("messages") && !body.path("messages").has(0)) {
            return OpenAiError.invalid(
                    "Invalid 'messages': expected an array with at least one item.", "messages", "empty_array");
        }
        JsonNode choices = body.path("n");
        if (choices.isNumber() && (choices.asInt() < 1 || choices.asInt() > MOST_CHOICES)) {
            return OpenAiError.invalid("Invalid 'n': expected a number from 1 to 128.", "n", "integer_out_of_range");
        }
        if (body.path("dimensions").asInt(1) < 1) {
            return OpenAiError.invalid(
                    "Invalid 'dimensions': expected 1 at least.", "dimensions", "integer_below_min_value");
        }
        return Models.unknown(call.model());
    }

    private static String said(Call call) {
        return Messages.lastUser(call.body().path("messages"));
    }

    private static Reply chat(Call call) {
        return ChatCompletion.of(call).reply();
    }

    static int tokens(JsonNode input) {
        if (input.isTextual()) {
            return Math.max(1, TokenCount.of(input.textValue()));
        }
        return Math.max(1, input.size());
    }
}
