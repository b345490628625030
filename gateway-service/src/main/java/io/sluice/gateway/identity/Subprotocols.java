package io.sluice.gateway.identity;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What a WebSocket's client offers in {@code Sec-WebSocket-Protocol}: of browsers, which cannot set headers, also the key, as
 * {@code openai-insecure-api-key.KEY} (openai-node, src/realtime/websocket.ts; platform.openai.com/docs/guides/realtime-websocket, seen 2026-11-26).
 */
public final class Subprotocols {

    private static final String HEADER = "sec-websocket-protocol";
    private static final String KEY = "openai-insecure-api-key.";
    private static final String REALTIME = "realtime";
    private static final String BETA = "openai-beta.realtime-v1";

    private final List<String> offered;

    private Subprotocols(List<String> offered) {
        this.offered = offered;
    }

    public static Subprotocols of(MultiMap headers) {
        List<String> offered = new ArrayList<>();
        for (String line : headers.getAll(HEADER)) {
            for (String one : line.split(",", -1)) {
                offered.add(one.strip());
            }
        }
        return new Subprotocols(offered);
    }

    Presented key() {
        for (String each : offered) {
            if (each.startsWith(KEY)) {
                String key = each.substring(KEY.length());
                return key.isEmpty() ? new Presented.Malformed() : new Presented.Key(key);
            }
        }
        return new Presented.Nothing();
    }

    /** Whether the client wants to be told that it speaks realtime: browsers end a connection of whose protocols none is taken. */
    public boolean offersRealtime() {
        return offered.contains(REALTIME);
    }

    /** Whether it speaks the older names of events. */
    public boolean isBeta() {
        return offered.contains(BETA);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Subprotocols[" + offered.size() + ']';
    }
}
