package io.sluice.gateway.identity;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.routes.Answerer;
import io.sluice.gateway.routes.Permission;
import io.sluice.gateway.routes.Route;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Finds out who calls, and whether that caller may call the route. Called on the event loop of the request. */
public final class Identity {

    private final KeyHeaders headers;
    private final byte[] masterDigest;
    private final Caller admin;
    private final Identified known;
    private final KeyCache keys;
    private final EphemeralKeys ephemeral;
    private final boolean open;

    /**
     * @param open no key is asked for: {@code sluice_settings.auth: false}
     */
    public Identity(Optional<String> keyHeader, String masterKey, KeyCache keys, boolean open) {
        this.headers = new KeyHeaders(keyHeader);
        this.masterDigest = KeyHash.digest(masterKey);
        this.admin = new Caller.Admin(KeyHash.hex(masterDigest));
        this.known = new Identified.Known(admin);
        this.ephemeral = new EphemeralKeys(masterKey);
        this.keys = keys;
        this.open = open;
    }

    /** {@code result} is called once, on this event loop: at once while the key is at hand, else when the directory answered. */
    public void identify(HttpServerRequest request, Route route, Consumer<Identified> result) {
        if (open || route.requiredPermission() == Permission.PUBLIC) {
            result.accept(known);
            return;
        }
        switch (presented(request, route.answerer())) {
            case Presented.Nothing ignored -> result.accept(new Identified.Refused(KeyRefusals.noKey()));
            case Presented.Malformed ignored -> result.accept(new Identified.Refused(KeyRefusals.malformedKey()));
            case Presented.Key(String key)
            when isEphemeral(key, route.answerer()) -> {
                Optional<EphemeralKeys.Grant> grant = ephemeral.open(key);
                if (grant.isEmpty()) {
                    result.accept(new Identified.Refused(KeyRefusals.unknownKey()));
                } else if (grant.get().admin()) {
                    result.accept(known);
                } else {
                    lookUp(grant.get().keyHash(), route, request.path(), result);
                }
            }
            case Presented.Key(String key) -> {
                byte[] digest = KeyHash.digest(key);
                if (MessageDigest.isEqual(digest, masterDigest)) {
                    result.accept(known);
                } else {
                    lookUp(KeyHash.hex(digest), route, request.path(), result);
                }
            }
        }
    }

    /** What the key that a request for a session shows is good for, if it is an ephemeral one. */
    public Optional<EphemeralKeys.Grant> grant(HttpServerRequest request) {
        return presented(request, Surface.REALTIME) instanceof Presented.Key(String key)
                        && isEphemeral(key, Surface.REALTIME)
                ? ephemeral.open(key)
                : Optional.empty();
    }

    /** Elsewhere such a key is one that nobody knows. */
    private static boolean isEphemeral(String key, Answerer answerer) {
        return answerer.takesKeyInSubprotocol() && key.startsWith(EphemeralKeys.PREFIX);
    }

    /** Google's clients may show their key in the query, browsers that open a WebSocket in its subprotocol, or as
     * {@code api-key} in the query where they are Azure's (learn.microsoft.com/azure/ai-foundry/openai/how-to/realtime-audio-websockets). */
    private Presented presented(HttpServerRequest request, Answerer answerer) {
        Presented found = headers.find(request.headers());
        if (found instanceof Presented.Nothing && answerer.takesKeyInSubprotocol()) {
            Presented shown = Subprotocols.of(request.headers()).key();
            String azures = request.getParam("api-key");
            return shown instanceof Presented.Nothing && azures != null && !azures.isEmpty()
                    ? new Presented.Key(azures)
                    : shown;
        }
        if (!(found instanceof Presented.Nothing) || !answerer.takesKeyInQuery()) {
            return found;
        }
        String key = request.getParam("key");
        return key == null || key.isEmpty() ? found : new Presented.Key(key);
    }

    private void lookUp(String hash, Route route, String path, Consumer<Identified> result) {
        CompletableFuture<KeyLookup> lookup = keys.find(hash);
        if (lookup.isDone()) {
            result.accept(judge(lookup.join(), route, path));
            return;
        }
        Context context = Vertx.currentContext();
        var _ = lookup.thenAccept(found -> context.runOnContext(ignored -> result.accept(judge(found, route, path))));
    }

    /** What becomes of a call with a key of which the directory said this. {@code path} is the one that came. */
    public static Identified judge(KeyLookup lookup, Route route, String path) {
        return switch (lookup) {
            case KeyLookup.Found(VirtualKey key) -> judge(key, route, path);
            case KeyLookup.Unknown ignored -> new Identified.Refused(KeyRefusals.unknownKey());
            case KeyLookup.Unavailable ignored -> new Identified.Refused(KeyRefusals.directoryAway());
            case KeyLookup.NoDirectory ignored -> new Identified.Refused(KeyRefusals.noDirectory());
        };
    }

    private static Identified judge(VirtualKey key, Route route, String path) {
        if (key.blocked()) {
            return new Identified.Refused(KeyRefusals.blockedKey());
        }
        Instant expires = key.expires();
        if (expires != null && !Instant.now().isBefore(expires)) {
            return new Identified.Refused(KeyRefusals.expiredKey(key));
        }
        Caller caller = new Caller.KeyHolder(key);
        Refusal refusal = RouteAccess.check(caller, route, path);
        return refusal == null ? new Identified.Known(caller) : new Identified.Refused(refusal);
    }
}
