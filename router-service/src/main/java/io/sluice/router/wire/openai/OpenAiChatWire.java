package io.sluice.router.wire.openai;

import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** OpenAI's chat completions and the many providers that speak them. Client and provider speak the same: bytes pass. */
public final class OpenAiChatWire implements Wire {

    private final ChatAddress.Rule addresses;
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    /** What is the same for every call of a deployment. */
    private record Prepared(Target target, RequestRules rules, String uri, Map<String, String> headers) {}

    public OpenAiChatWire() {
        this(ChatAddress::below);
    }

    /** For providers that take the same body elsewhere. */
    public OpenAiChatWire(ChatAddress.Rule addresses) {
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        Prepared deployment = prepared(call.target());
        ChatRequest request = new ChatRequest(deployment.rules, call);
        List<ByteBuffer> body = request.body();
        return CompletableFuture.completedStage(
                new UpstreamRequest("POST", deployment.uri, deployment.headers, body, request.notes()));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new ChatAnswerReader(call, quirks(call.target()));
    }

    /** The request for a body that was made of a conversation. */
    UpstreamRequest translated(WireCall call, List<String> notes) {
        Prepared deployment = prepared(call.target());
        ChatRequest request = new ChatRequest(deployment.rules, call, true);
        List<ByteBuffer> body = request.body();
        List<String> all = new ArrayList<>(notes);
        all.addAll(request.notes());
        return new UpstreamRequest("POST", deployment.uri, deployment.headers, body, all);
    }

    Set<String> quirks(Target target) {
        return prepared(target).rules.quirks();
    }

    /** A deployment of a wildcard group has one entry a model; a reload brings new targets, which replace the old. */
    @SuppressWarnings("ReferenceEquality") // another table has another target, however alike
    private Prepared prepared(Target target) {
        String key = target.deploymentId() + '\n' + target.providerModel();
        Prepared known = prepared.get(key);
        if (known != null && known.target == target) {
            return known;
        }
        Prepared made = prepare(target);
        prepared.put(key, made);
        return made;
    }

    private Prepared prepare(Target target) {
        ChatAddress address = addresses.of(target);
        return new Prepared(target, RequestRules.of(target), address.uri(), Map.copyOf(address.headers()));
    }
}
