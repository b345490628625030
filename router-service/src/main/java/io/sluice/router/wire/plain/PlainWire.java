package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.PassedRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An endpoint whose provider has its own form of it: the request is written anew, and so is the answer. */
public final class PlainWire implements Wire {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlainDialect dialect;

    public PlainWire(PlainDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return dialect.countsTokens() || Tokens.areInput(call)
                ? Tokens.beside(() -> dialect.encode(new EndpointRequest(call), call))
                : CompletableFuture.completedStage(dialect.encode(new EndpointRequest(call), call));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new Reader(call);
    }

    private final class Reader implements WholeReader {

        private final WireCall call;

        private Reader(WireCall call) {
            this.call = call;
        }

        @Override
        public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
            PlainAnswer answer;
            try {
                answer = dialect.read(tree(body), headers, asked(call), call);
            } catch (IOException notJson) {
                sink.failed(unreadable("the answer is no JSON"));
                return;
            } catch (UnreadableAnswer e) {
                sink.failed(unreadable(e.getMessage()));
                return;
            }
            write(answer, sink);
        }

        @Override
        public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
            String key = call.target().apiKey();
            return dialect.verbatimErrors()
                    ? ProviderErrors.verbatim(status, headers, body, key)
                    : ProviderErrors.of(status, headers, body, key);
        }
    }

    static void write(PlainAnswer answer, AnswerSink sink) {
        TokenUsage tokens = answer.tokens();
        if (tokens != null && answer.estimated()) {
            sink.estimated(tokens);
        } else if (tokens != null) {
            sink.usage(tokens);
        }
        sink.charges(answer.charges());
        sink.emit(ByteBuffer.wrap(answer.body().toString().getBytes(StandardCharsets.UTF_8)));
        sink.done();
    }

    /** The client's request. */
    public static ObjectNode asked(WireCall call) {
        return (ObjectNode) PassedRequest.tree(Bytes.copy(call.request().body()));
    }

    static JsonNode tree(ByteBuffer body) throws IOException {
        JsonNode tree = JSON.readTree(Bytes.copy(body));
        return tree == null ? JSON.createObjectNode() : tree;
    }

    /** Of an answer that is not what it should be. */
    public static ProviderFailure unreadable(@Nullable String why) {
        return ProviderFailure.badResponse(String.valueOf(why));
    }
}
