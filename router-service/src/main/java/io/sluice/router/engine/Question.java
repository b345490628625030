package io.sluice.router.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UnseenInput;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.CachePoints;
import io.sluice.router.asked.ChangedBody;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Target;
import io.sluice.router.media.MediaSource;
import io.sluice.router.mock.Mock;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.Continuation;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks of the providers of the group to which it has come, and how: the client's request, with the changes of a fallback, and with what an
 * answer that broke has said. Used on one event loop.
 */
final class Question {

    private final RouteRequest client;
    private final AskedRoute asked;
    private final boolean mayMock;
    private final MediaSource media;

    /** Set when another provider may go on with an answer that breaks. */
    private final Optional<Continuation> continuation;

    /** As the group has it. */
    private RouteRequest plain;

    /** What {@code plain} makes a model read beyond its bytes; worked out when it is asked for. */
    private @Nullable UnseenInput unseen;

    /** The same as it weighs with what was said. */
    private RouteRequest request;

    Question(RouteRequest client, AskedRoute asked, EngineSettings settings, MediaSource media) {
        this.client = client;
        this.plain = client;
        this.request = client;
        this.asked = asked;
        this.mayMock = settings.mockTesting();
        this.media = media;
        this.continuation = asked.continues(settings.continued().contains(client.model())) && !asked.shadow()
                ? Continuation.of(client)
                : Optional.empty();
    }

    RouteRequest request() {
        return request;
    }

    UnseenInput unseen() {
        UnseenInput known = unseen;
        if (known == null) {
            known = UnseenInput.of(plain.scan(), plain.body());
            unseen = known;
        }
        return known;
    }

    /** Another group is asked. @param answering its answer goes on with one that broke */
    void change(Map<String, JsonNode> changes, boolean answering) {
        plain = ChangedBody.of(client, changes);
        unseen = null;
        request = answering ? continuation.orElseThrow().weighed(plain) : plain;
    }

    /** Whether another attempt can go on with an answer that broke; if so, it will. @param used by the attempt that broke */
    boolean goOn(TokenUsage used) {
        if (continuation.isEmpty() || !continuation.get().canGoOn()) {
            return false;
        }
        continuation.get().broke(used);
        request = continuation.get().weighed(plain);
        return true;
    }

    // ---- at one deployment

    /** @param asAsked no other group than the one that was asked for answers */
    WireCall at(Target target, boolean asAsked) {
        return new WireCall(target, CachePoints.marked(request, target), answerModel(target, asAsked), media);
    }

    /**
     * The name that was asked for; the model that answers after a fallback, and where only the path named one, as LiteLLM has it
     * ({@code FACTS.md}).
     */
    private String answerModel(Target target, boolean asAsked) {
        return asAsked && (client.scan().model() != null || !isOfChat())
                ? client.requestedModel()
                : target.providerModel();
    }

    /** Those that can be asked at a path that names the model. */
    private boolean isOfChat() {
        return client.protocol() == Protocol.OPENAI_CHAT || client.protocol() == Protocol.OPENAI_COMPLETIONS;
    }

    /** The wire for an attempt; empty: there is none. */
    Optional<Wire> wire(WireCall call) {
        return continuation
                .flatMap(open -> open.wire(call.request(), call.target()))
                .or(() -> Wires.of(call.request().protocol(), call.target()));
    }

    /** Reads what a dialect answers for this call's client; empty where nobody talks to chat models. */
    Optional<AnswerReader> reader(Dialect dialect, WireCall call) {
        return continuation.map(open -> open.reader(dialect, call)).or(() -> Wires.reader(dialect, call));
    }

    /**
     * What answers instead of the deployment's provider: the request's own mock where requests may ask for one, else the deployment's.
     *
     * @param limited the caller set a time limit, which a mock that never answers runs into
     */
    Optional<Mock> mock(Deployment deployment, boolean limited) {
        return (mayMock ? asked.mock() : Optional.<Mock>empty())
                .filter(mock -> !mock.silent() || limited || deployment.timeoutMillis() >= 0)
                .or(() -> Mock.of(deployment.target().params()));
    }
}
