package io.sluice.router.wire;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.catalog.Provider;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.passthrough.PassThroughWire;
import io.sluice.router.wire.responses.ResponsesDialect;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All wires, by the client's protocol and the provider's wire as {@code providers/*.yaml} names it: {@link ConversationWires} and
 * {@link EndpointWires}.
 */
public final class Wires {

    private static final Wire PASS_THROUGH = new PassThroughWire();

    private static final Map<Protocol, Map<String, Wire>> ALL = new EnumMap<>(EndpointWires.ALL);

    static {
        ALL.putAll(ConversationWires.ALL);
    }

    private Wires() {}

    /**
     * The wire for a call in this protocol to this deployment: its provider's {@link #usual} one; for a model that only answers by the Responses API
     * that of those. Empty when the provider offers nothing of the kind.
     */
    public static Optional<Wire> of(Protocol client, Target target) {
        if (client == Protocol.PASS_THROUGH) {
            return Optional.of(PASS_THROUGH);
        }
        return only(target)
                .flatMap(wire -> find(client, wire))
                .or(() -> usual(client, target.provider()).flatMap(wire -> find(client, wire)));
    }

    /** The name of the wire that a provider has for the protocol's own endpoint, otherwise of the one of its chat models; empty when neither serves. */
    public static Optional<String> usual(Protocol client, Provider provider) {
        EndpointSpec own = provider.profile().endpoints().get(client.endpoint());
        String wire = own != null && find(client, own.wire()).isPresent() ? own.wire() : provider.wire();
        return find(client, wire).isPresent() ? Optional.of(wire) : Optional.empty();
    }

    /** By which wires a client of this protocol may be served by a deployment, the one that is taken first. */
    static Stream<String> names(Protocol client, Target target) {
        return Stream.of(
                        only(target),
                        usual(client, target.provider()),
                        Optional.of(target.provider().wire()))
                .flatMap(Optional::stream);
    }

    /** The wire of the Responses API where a model answers by nothing else. */
    private static Optional<String> only(Target target) {
        return ResponsesDialect.isOnlyWayTo(target)
                ? Optional.ofNullable(target.provider().profile().endpoints().get("responses"))
                        .map(EndpointSpec::wire)
                : Optional.empty();
    }

    /** How clients talk in this protocol; empty for one in which nobody talks to chat models. */
    public static Optional<ClientProtocol> client(Protocol protocol) {
        return Optional.ofNullable(ConversationWires.CLIENTS.get(protocol));
    }

    /** Reads answers of a dialect for a client of this protocol, whoever is the provider; empty where nobody talks to chat models. */
    public static Optional<AnswerReader> reader(Dialect dialect, WireCall call) {
        return client(call.request().protocol())
                .map(client -> new AnswerFromEvents(call, dialect, dialect.decoder(call), client.writer(call, false)));
    }

    /** The wire by its name. */
    public static Optional<Wire> find(Protocol client, String wire) {
        return Optional.ofNullable(ALL.getOrDefault(client, Map.of()).get(wire));
    }

    /** Whether any client can be served by a wire of this name. */
    public static boolean isBuilt(String wire) {
        return ALL.values().stream().anyMatch(wires -> wires.containsKey(wire));
    }
}
