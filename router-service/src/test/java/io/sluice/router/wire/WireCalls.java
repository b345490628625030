package io.sluice.router.wire;

import io.sluice.configuration.Settings;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import io.sluice.router.tokens.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls for tests of wires, as the engine would make them. */
public final class WireCalls {

    private static final Catalog CATALOG = Catalog.load();

    static {
        Vocabulary.prepare().toCompletableFuture().join(); // as after a process's first call
    }

    private WireCalls() {}

    public static WireCall of(String provider, String model, String body, long cap, Map<String, Object> params) {
        return of(Protocol.OPENAI_CHAT, provider, model, body, cap, params);
    }

    public static WireCall of(
            Protocol protocol, String provider, String model, String body, long cap, Map<String, Object> params) {
        Target target = target(provider, model, "key-1234567890", params);
        BodyScan scan = scan(body.getBytes(StandardCharsets.UTF_8));
        RouteRequest request = new RouteRequest(
                "call-1",
                protocol,
                new Caller.Admin("admin"),
                "group",
                "asked",
                scan,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                cap,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of());
        return new WireCall(target, request, "asked");
    }

    public static Target target(String provider, String model, @Nullable String key, Map<String, Object> params) {
        Provider known = CATALOG.provider(provider).orElseThrow();
        Settings settings = new Settings("litellm_params", params);
        return new Target(
                "id-1",
                "group",
                known,
                model,
                "http://upstream/v1",
                key,
                settings,
                CATALOG.card(provider, model),
                settings.flag("drop_params", false),
                false);
    }

    private static BodyScan scan(byte[] json) {
        List<BodyScan.Member> members = new ArrayList<>();
        boolean[] flags = new boolean[2];
        long[] cap = {-1};
        JsonBytes.members(json, 0, json.length, (nameStart, nameEnd, valueStart, valueEnd) -> {
            String name = JsonBytes.text(json, nameStart, nameEnd);
            String value = new String(json, valueStart, valueEnd - valueStart, StandardCharsets.UTF_8);
            members.add(new BodyScan.Member(name, new Span(nameStart, valueEnd), new Span(valueStart, valueEnd)));
            flags[0] |= name.equals("stream") && value.equals("true");
            flags[1] |= name.equals("stream_options") && value.contains("true");
            cap[0] = name.equals("max_tokens") && !value.equals("null") ? Long.parseLong(value) : cap[0];
            return true;
        });
        boolean named = members.stream().anyMatch(member -> member.name().equals("model"));
        return new BodyScan(
                named ? "asked" : null,
                Span.ABSENT,
                flags[0],
                Span.ABSENT,
                flags[1],
                Span.ABSENT,
                cap[0],
                Span.ABSENT,
                1,
                null,
                List.of(),
                json.length,
                members,
                1,
                members.isEmpty());
    }

    public static String body(UpstreamRequest request) {
        StringBuilder body = new StringBuilder();
        request.body().forEach(piece -> body.append(StandardCharsets.UTF_8.decode(piece.duplicate())));
        return body.toString();
    }
}
