package io.sluice.gateway.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.gateway.identity.EphemeralKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How a session begins that an ephemeral key opens. */
final class SessionStart {

    private SessionStart() {}

    static boolean transcribes(EphemeralKeys.Grant grant) {
        return session(grant).path("type").asText("").equals("transcription");
    }

    /** The {@code session.update} that says what was asked for with the key; empty when there is nothing but the model. */
    static Optional<byte[]> event(EphemeralKeys.Grant grant) {
        if (!(session(grant) instanceof ObjectNode session)) {
            return Optional.empty();
        }
        session.remove("model"); // of a session that runs it cannot be changed
        if (session.isEmpty()
                || (session.size() == 1 && session.path("type").asText("").equals("realtime"))) {
            return Optional.empty();
        }
        ObjectNode event = SeamJson.MAPPER.createObjectNode().put("type", "session.update");
        event.set("session", session);
        return Optional.of(SeamJson.bytes(event));
    }

    private static JsonNode session(EphemeralKeys.Grant grant) {
        return SeamJson.read(grant.session().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
