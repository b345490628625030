package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * OpenAI's embeddings, moderations and images for providers that have them in OpenAI's form: bytes pass both ways, but for the model's name.
 * Form: platform.openai.com/docs/api-reference (embeddings, moderations, images), seen 2026-11-26.
 */
public final class PassedWire implements Wire {

    private final ChatAddress.Rule addresses;

    public PassedWire(ChatAddress.Rule addresses) {
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return CompletableFuture.completedStage(new EndpointRequest(call).passed(addresses.of(call.target())));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new Reader(call);
    }

    /** Looks at the top level of an answer only: a vector has thousands of numbers that nobody here reads. */
    static final class Reader implements AnswerReader {

        private final WireCall call;
        private int modelStart = -1;
        private int modelEnd = -1;
        private boolean content;

        Reader(WireCall call) {
            this.call = call;
        }

        @Override
        public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
            byte[] json = new byte[body.remaining()];
            body.duplicate().get(json);
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
            emit(json, sink);
            sink.done();
        }

        private void member(byte[] json, String name, int from, int to, AnswerSink sink) {
            switch (name) {
                case "data", "results" -> {
                    content = json[from] == '[';
                    if (content && call.request().protocol().makesImages()) {
                        images(json, from, to, sink);
                    }
                }
                case "model" -> {
                    modelStart = from;
                    modelEnd = to;
                }
                case "usage" -> usage(PassedRequest.tree(json, from, to), sink);
                default -> {}
            }
        }

        private static void images(byte[] json, int from, int to, AnswerSink sink) {
            long[] count = {0};
            JsonBytes.elements(json, from, to, (start, end) -> {
                count[0]++;
                return true;
            });
            sink.charges(Charges.of(PriceMeter.OUTPUT_IMAGE, count[0]));
        }

        /** Names of embeddings, and those of images; an embedding's total counts when nothing else is said (Jina, Voyage). */
        private void usage(JsonNode usage, AnswerSink sink) {
            boolean images = call.request().protocol().makesImages();
            long total = count(usage, "total_tokens");
            long input = Math.max(count(usage, "prompt_tokens"), count(usage, "input_tokens"));
            long output = images ? Math.max(0, count(usage, "output_tokens")) : 0;
            if (images && output == 0) {
                return; // an image that took no token is not believed: the images count
            }
            if (input >= 0 || total >= 0) {
                sink.usage(TokenUsage.of(input > 0 || output > 0 ? Math.max(0, input) : Math.max(0, total), output));
            }
        }

        private static long count(JsonNode usage, String name) {
            JsonNode count = usage.path(name);
            return count.canConvertToLong() && count.longValue() >= 0 ? count.longValue() : -1;
        }

        /** A moderation names the model that judged, as LiteLLM passes it. */
        private void emit(byte[] json, AnswerSink sink) {
            if (modelStart < 0 || call.request().protocol() == Protocol.OPENAI_MODERATIONS) {
                sink.emit(ByteBuffer.wrap(json));
                return;
            }
            sink.emit(ByteBuffer.wrap(json, 0, modelStart));
            sink.emit(ByteBuffer.wrap(PassedRequest.json(call.answerModel())));
            sink.emit(ByteBuffer.wrap(json, modelEnd, json.length - modelEnd));
        }

        @Override
        public void chunk(ByteBuffer bytes, AnswerSink sink) {
            throw new IllegalStateException("this endpoint does not stream");
        }

        @Override
        public void end(AnswerSink sink) {
            throw new IllegalStateException("this endpoint does not stream");
        }

        @Override
        public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
            return ProviderErrors.of(status, headers, body, call.target().apiKey());
        }
    }
}
