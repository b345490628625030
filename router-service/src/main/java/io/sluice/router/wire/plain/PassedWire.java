package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.EndpointRules;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.openai.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * OpenAI's embeddings and images for providers that have them in OpenAI's form: bytes pass both ways, but for the model's name.
 * Form: platform.openai.com/docs/api-reference (embeddings, images), seen 2026-11-26.
 */
public final class PassedWire implements Wire {

    private final ChatAddress.Rule addresses;
    private final boolean namesModel;

    public PassedWire(ChatAddress.Rule addresses) {
        this(addresses, true);
    }

    /** @param namesModel whether the body does, and not the address alone */
    public PassedWire(ChatAddress.Rule addresses, boolean namesModel) {
        this.addresses = addresses;
        this.namesModel = namesModel;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return Tokens.areInput(call)
                ? Tokens.beside(() -> request(call))
                : CompletableFuture.completedStage(request(call));
    }

    private UpstreamRequest request(WireCall call) {
        ChatAddress address = addresses.of(call.target());
        EndpointRequest request = new EndpointRequest(call);
        return namesModel ? request.passed(address) : request.passedWithoutModel(address);
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new Reader(call);
    }

    /** Looks at the top level of an answer only: a vector has thousands of numbers that nobody here reads. */
    public static final class Reader implements WholeReader {

        private final WireCall call;
        private int modelStart = -1;
        private int modelEnd = -1;
        private boolean content;
        private long images;
        private long pictured;
        private boolean counted;

        public Reader(WireCall call) {
            this.call = call;
        }

        @Override
        public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
            byte[] json = Bytes.copy(body);
            try {
                int start = JsonBytes.skipSpace(json, 0, json.length);
                if (start < json.length && json[start] == '{') {
                    JsonBytes.members(json, start, json.length, (nameStart, nameEnd, from, to) -> {
                        member(json, JsonBytes.text(json, nameStart, nameEnd), from, to, sink);
                        return true;
                    });
                }
            } catch (MalformedJsonException e) {
                content = false;
            }
            if (!content) {
                sink.failed(PlainWire.unreadable("the answer has no result"));
                return;
            }
            if (images > 0) {
                sink.charges(charges());
            }
            try {
                if (makesBytes()) {
                    emitVectors(json, JsonNode::isArray, Vectors::bytes, sink);
                } else if (EndpointRequest.asksForBytes(call)) {
                    emitVectors(json, JsonNode::isTextual, Vectors::numbers, sink);
                } else {
                    emit(json, sink);
                }
            } catch (UnreadableAnswer e) {
                sink.failed(PlainWire.unreadable(e.getMessage()));
                return;
            }
            sink.done();
        }

        /** Whether the client wants vectors as bytes, and the provider has none. */
        private boolean makesBytes() {
            return EndpointRules.of(call).quirks().contains(EndpointRequest.FLOATS_ONLY) && Vectors.asBytes(call);
        }

        private void emitVectors(
                byte[] json, Predicate<JsonNode> foreign, UnaryOperator<JsonNode> form, AnswerSink sink) {
            ObjectNode answer = (ObjectNode) PassedRequest.tree(json);
            for (JsonNode entry : answer.path("data")) {
                if (entry instanceof ObjectNode one && foreign.test(one.path("embedding"))) {
                    one.set("embedding", form.apply(one.path("embedding")));
                }
            }
            answer.put("model", call.answerModel());
            sink.emit(ByteBuffer.wrap(PassedRequest.json(answer)));
        }

        private void member(byte[] json, String name, int from, int to, AnswerSink sink) {
            switch (name) {
                case "data" -> {
                    content = json[from] == '[';
                    if (content && call.request().protocol().makesImages()) {
                        images(json, from, to);
                    }
                }
                case "model" -> {
                    modelStart = from;
                    modelEnd = to;
                }
                case "usage" -> {
                    counted = json[from] == '{';
                    usage(PassedRequest.tree(json, from, to), sink);
                }
                default -> {}
            }
        }

        private void images(byte[] json, int from, int to) {
            JsonBytes.elements(json, from, to, (start, end) -> {
                images++;
                return true;
            });
        }

        /** Tokens of pictures that were sent have a price of their own. */
        private Charges charges() {
            return new Charges(
                    Map.of(PriceMeter.OUTPUT_IMAGE, images, PriceMeter.INPUT_IMAGE_TOKEN, pictured), null, null);
        }

        /** Names of embeddings, and those of images; an embedding's total counts when nothing else is said (Jina, Voyage). */
        private void usage(JsonNode usage, AnswerSink sink) {
            boolean ofImages = call.request().protocol().makesImages();
            long total = Vectors.count(usage.path("total_tokens"));
            long input =
                    Math.max(Vectors.count(usage.path("prompt_tokens")), Vectors.count(usage.path("input_tokens")));
            long output = ofImages ? Math.max(0, Vectors.count(usage.path("output_tokens"))) : 0;
            Charges said = ofImages ? Charges.NONE : Usage.charges(usage);
            if (!said.equals(Charges.NONE)) {
                sink.charges(said);
            }
            if (ofImages && output == 0) {
                return; // an image that took no token is not believed: the images count
            }
            if (ofImages) {
                pictured = Math.clamp(
                        usage.path("input_tokens_details").path("image_tokens").asLong(), 0, Math.max(0, input));
            }
            if (input >= 0 || total >= 0) {
                sink.usage(TokenUsage.of(input > 0 || output > 0 ? Math.max(0, input) : Math.max(0, total), output));
            }
        }

        private void emit(byte[] json, AnswerSink sink) {
            int end = json.length;
            if (call.request().protocol() == Protocol.OPENAI_IMAGES && !counted) {
                while (json[end - 1] != '}') {
                    end--;
                }
                end--;
            }
            if (modelStart < 0) {
                sink.emit(ByteBuffer.wrap(json, 0, end));
            } else {
                sink.emit(ByteBuffer.wrap(json, 0, modelStart));
                sink.emit(ByteBuffer.wrap(PassedRequest.json(call.answerModel())));
                sink.emit(ByteBuffer.wrap(json, modelEnd, end - modelEnd));
            }
            if (end < json.length) {
                sink.emit(ByteBuffer.wrap((",\"usage\":" + Images.noTokens() + "}").getBytes(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
            return EndpointRules.of(call).quirks().contains(EndpointRequest.VERBATIM_ERRORS)
                    ? ProviderErrors.verbatim(
                            status, headers, body, call.target().apiKey())
                    : ProviderErrors.of(status, headers, body, call.target().apiKey());
        }
    }
}
