package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import java.util.Map;

/** How one kind of provider wants to be asked for something other than a conversation, and how it answers. Stateless and thread-safe. */
public interface PlainDialect {

    /**
     * Builds the provider's request. Never blocks.
     *
     * @param request the client's, by the rules of the provider's endpoint
     * @throws UnsupportedRequestException when the provider cannot take what the client asks for; becomes a 400
     */
    UpstreamRequest encode(EndpointRequest request, WireCall call);

    /**
     * Reads an answer with a success status.
     *
     * @param asked the client's request
     * @throws UnreadableAnswer when it is not what the provider's documentation says
     */
    PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call);

    /** Whether clients are told its errors as they came, which is what LiteLLM does for most endpoints, or with the type that the provider gave them. */
    default boolean verbatimErrors() {
        return true;
    }

    /** Whether the provider may say no usage, so that tokens are counted here. */
    default boolean countsTokens() {
        return false;
    }
}
