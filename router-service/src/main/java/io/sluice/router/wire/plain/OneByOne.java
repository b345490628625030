package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Embeddings of a provider that takes one text a request: it is asked as often as there are texts, one after the other, in one attempt. */
public final class OneByOne implements Wire {

    /** How such a provider is asked and answers. Stateless and thread-safe. */
    public interface Single {

        ChatAddress address(WireCall call);

        /** @param options what the client's request says beside model and input; not to be changed */
        ObjectNode body(String text, ObjectNode options, WireCall call);

        /** Missing when there is none. */
        JsonNode vector(JsonNode answer);

        /** -1 when the provider does not say. */
        long tokens(JsonNode answer, Map<String, String> headers);
    }

    private final Single single;

    public OneByOne(Single single) {
        this.single = single;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return Tokens.areInput(call)
                ? Tokens.beside(() -> new Texts(call).request(0))
                : CompletableFuture.completedStage(new Texts(call).request(0));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new Reader(call);
    }

    /** What is asked for, text by text. */
    private final class Texts {

        private final WireCall call;
        private final EndpointRequest request;
        private final ObjectNode options;
        private final List<String> all;

        private Texts(WireCall call) {
            this.call = call;
            this.request = new EndpointRequest(call);
            this.options = request.tree();
            this.all = Vectors.texts(options);
            if (all.isEmpty()) {
                throw new UnsupportedRequestException("input: there is no text", "input");
            }
            options.remove(List.of("model", "input"));
        }

        private UpstreamRequest request(int index) {
            return request.translated(single.address(call), single.body(all.get(index), options, call));
        }
    }

    private final class Reader implements WholeReader {

        private final WireCall call;
        private final List<JsonNode> vectors = new ArrayList<>();
        private @Nullable Texts texts;
        private long tokens;

        private Reader(WireCall call) {
            this.call = call;
        }

        @Override
        public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
            try {
                JsonNode answer = PlainWire.tree(body);
                vectors.add(single.vector(answer));
                long counted = single.tokens(answer, headers);
                tokens = counted < 0 || tokens < 0 ? -1 : tokens + counted;
                Texts asked = texts == null ? new Texts(call) : texts;
                texts = asked;
                if (vectors.size() < asked.all.size()) {
                    if (tokens >= 0) {
                        sink.usage(TokenUsage.of(tokens, 0)); // what came is billed, should the next one fail
                    }
                    sink.ask(asked.request(vectors.size()), 0);
                } else {
                    PlainWire.write(Vectors.answer(vectors, tokens, PlainWire.asked(call), call), sink);
                }
            } catch (IOException notJson) {
                sink.failed(PlainWire.unreadable("the answer is no JSON"));
            } catch (UnreadableAnswer e) {
                sink.failed(PlainWire.unreadable(e.getMessage()));
            }
        }

        @Override
        public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
            return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
        }
    }
}
