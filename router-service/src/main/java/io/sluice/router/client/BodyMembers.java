package io.sluice.router.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The members of a client's body, each parsed. */
public final class BodyMembers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyMembers() {}

    /**
     * In the client's order; the map is the caller's.
     *
     * @throws UnsupportedRequestException when a value cannot be read
     */
    public static Map<String, JsonNode> of(WireCall call) {
        return of(call, name -> true);
    }

    /** Only these. */
    public static Map<String, JsonNode> of(WireCall call, Predicate<String> wanted) {
        ByteBuffer body = call.request().body();
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            if (!wanted.test(member.name())) {
                continue;
            }
            try {
                members.put(member.name(), JSON.readTree(member.value().of(body)));
            } catch (IOException e) {
                throw new UnsupportedRequestException("'" + member.name() + "' cannot be read: " + e.getMessage());
            }
        }
        return members;
    }
}
