package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.anthropic.Anthropic;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Base64;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * InvokeModel and InvokeModelWithResponseStream: the model's own JSON, the token counts in headers, or in the last chunk of a
 * stream. Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html and
 * /userguide/inference-invoke.html.
 */
record Invocation(Anthropic anthropic) {

    private static final String METRICS = "amazon-bedrock-invocationMetrics";

    Reply reply(Call call, String model, boolean stream) {
        if (model.contains("anthropic.")) {
            return claude(call, model, stream);
        }
        OtherModels other = OtherModels.of(call, model);
        if (other != null) {
            Usage told = call.shape().usage().tell(other.produced());
            return whole(call, other.json(), told, other.produced());
        }
        TextModels family = TextModels.of(model);
        if (family == null) {
            return BedrockError.of(400, "The provided model identifier is invalid.")
                    .reply(call);
        }
        Turn turn = Turn.of(call, family.prompt(call.body()));
        if (!stream) {
            return whole(call, family.whole(turn), turn.told(), turn.produced());
        }
        Usage told = turn.told();
        Iterator<Frame> frames = family.pieces(turn, json -> chunk(counted(json, told)));
        return stream(call, frames, turn.produced().producing(0), told);
    }

    private Reply claude(Call call, String model, boolean stream) {
        if (!(call.body() instanceof ObjectNode body)
                || body.path("anthropic_version").asText("").isEmpty()) {
            return BedrockError.of(400, "Malformed input request: #: required key [anthropic_version] not found.")
                    .reply(call);
        }
        String name = model.substring(model.indexOf("anthropic.") + "anthropic.".length());
        Reply reply = anthropic.converse(
                call.with(call.path(), body.deepCopy().put("model", name).put("stream", stream)));
        return switch (reply) {
            case Reply.Whole whole
            when whole.status() >= 400 ->
                BedrockError.of(
                                whole.status(),
                                Json.read(whole.body())
                                        .path("error")
                                        .path("message")
                                        .asText(""))
                        .reply(call);
            case Reply.Whole whole -> whole(call, Json.read(whole.body()), whole.usage(), whole.produced());
            case Reply.Stream events -> {
                Usage told = events.usage();
                Iterator<Frame> frames = new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return events.frames().hasNext();
                    }

                    @Override
                    public Frame next() {
                        Frame frame = events.frames().next();
                        ObjectNode json = (ObjectNode) Sse.read(frame.bytes());
                        return new Frame(chunk(counted(json, told)), frame.produced());
                    }
                };
                yield stream(call, frames, events.input(), told);
            }
        };
    }

    private static Reply whole(Call call, JsonNode json, @Nullable Usage told, Usage produced) {
        MultiMap headers = BedrockError.mark(HttpHeaders.headers(), call)
                .add(HttpHeaders.CONTENT_TYPE, "application/json")
                .add("x-amzn-bedrock-invocation-latency", "42");
        if (told != null) {
            headers.add("x-amzn-bedrock-input-token-count", Long.toString(told.prompt()))
                    .add("x-amzn-bedrock-output-token-count", Long.toString(told.completion()));
        }
        return new Reply.Whole(200, headers, Json.bytes(json), told, produced);
    }

    private static Reply stream(Call call, Iterator<Frame> frames, Usage input, @Nullable Usage told) {
        return new Reply.Stream(
                BedrockError.mark(EventStream.headers(), call).add("x-amzn-bedrock-content-type", "application/json"),
                frames,
                input,
                told,
                EventStream.exception("modelStreamErrorException", "The system encountered an unexpected error."),
                EventStream.garbage());
    }

    /** The last piece of every family has a reason to stop, or is Claude's message_stop or Nova's metadata. */
    private static ObjectNode counted(ObjectNode json, @Nullable Usage told) {
        boolean last = json.path("type").asText("").equals("message_stop")
                || json.has("metadata")
                || json.hasNonNull("stop_reason")
                || json.hasNonNull("completionReason");
        if (last && told != null) {
            json.putObject(METRICS)
                    .put("inputTokenCount", told.prompt())
                    .put("outputTokenCount", told.completion())
                    .put("invocationLatency", 42)
                    .put("firstByteLatency", 7);
        }
        return json;
    }

    private static Buffer chunk(ObjectNode json) {
        String bytes = Base64.getEncoder().encodeToString(Json.bytes(json).getBytes());
        return EventStream.event("chunk", Json.object().put("bytes", bytes).put("p", "abcdefgh"));
    }
}
