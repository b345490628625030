package io.sluice.router.asked;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.mock.Mock;
import io.sluice.router.strategy.Residency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its own way: members of its body that are for the router ({@code litellm-behaviour.md} 1.4), and headers. Most
 * requests say nothing, and cost a look at the names of their members.
 *
 * @param shadow the call repeats another one, and nobody waits for its answer
 */
public record AskedRoute(
        Map<String, JsonNode> members,
        @Nullable String retriesHeader,
        @Nullable String streamTimeoutHeader,
        @Nullable String sessionHeader,
        boolean shadow) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AskedRoute NOTHING = new AskedRoute(Map.of(), null, null, null, false);
    private static final int MOST_RETRIES = 10;
    private static final long LONGEST_MILLIS = 24 * 3_600_000L;

    public static AskedRoute of(RouteRequest request) {
        Map<String, JsonNode> members = Map.of();
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (isForRouter(member.name())) {
                members = members.isEmpty() ? new HashMap<>() : members;
                members.put(member.name(), value(request, member));
            }
        }
        Map<String, String> headers = request.headers();
        String retries = headers.isEmpty() ? null : headers.get("x-litellm-num-retries");
        String streamTimeout = headers.isEmpty() ? null : headers.get("x-litellm-stream-timeout");
        String session = headers.isEmpty() ? null : headers.get("x-litellm-session-id");
        boolean shadow = !headers.isEmpty() && headers.containsKey(RouteCodec.SHADOW_HEADER);
        return members.isEmpty() && retries == null && streamTimeout == null && session == null && !shadow
                ? NOTHING
                : new AskedRoute(members, retries, streamTimeout, session, shadow);
    }

    private static boolean isForRouter(String name) {
        return switch (name) {
            case "num_retries",
                    "timeout",
                    "stream_timeout",
                    "fallbacks",
                    "context_window_fallbacks",
                    "content_policy_fallbacks",
                    "disable_fallbacks",
                    "allowed_model_region",
                    "priority",
                    "continue_stream",
                    "mock_response",
                    "mock_delay",
                    "mock_timeout",
                    "mock_tool_calls",
                    "litellm_session_id" -> true;
            default -> false;
        };
    }

    private static JsonNode value(RouteRequest request, BodyScan.Member member) {
        try {
            return JSON.readTree(member.value().of(request.body()));
        } catch (IOException e) {
            throw new IllegalStateException("a member that was scanned cannot be read", e);
        }
    }

    /** -1 when not said. */
    public int retries() {
        if (retriesHeader != null) {
            return retriesHeader.matches("\\d{1,3}") ? Math.min(Integer.parseInt(retriesHeader), MOST_RETRIES) : -1;
        }
        JsonNode asked = members.get("num_retries");
        return asked != null && asked.canConvertToInt() && asked.intValue() >= 0
                ? Math.min(asked.intValue(), MOST_RETRIES)
                : -1;
    }

    /** {@code timeout} in milliseconds; -1 when not said. */
    public long timeoutMillis() {
        return millis(members.get("timeout"));
    }

    /** {@code stream_timeout} in milliseconds, which of a stream counts before {@code timeout}; -1 when not said. */
    public long streamTimeoutMillis() {
        return streamTimeoutHeader != null && streamTimeoutHeader.matches("\\d{1,6}(\\.\\d{1,6})?")
                ? millis(Double.parseDouble(streamTimeoutHeader))
                : millis(members.get("stream_timeout"));
    }

    private static long millis(@Nullable JsonNode seconds) {
        return seconds != null && seconds.isNumber() ? millis(seconds.doubleValue()) : -1;
    }

    private static long millis(double seconds) {
        return seconds > 0 ? Math.clamp(Math.round(seconds * 1_000), 1, LONGEST_MILLIS) : -1;
    }

    /** Where its data may go: {@code allowed_model_region}, a place or a list of places of which one must fit. */
    public Residency residency() {
        JsonNode region = members.get("allowed_model_region");
        if (region == null || region.isNull()) {
            return Residency.ANYWHERE;
        }
        List<String> places = new ArrayList<>();
        if (region.isArray()) {
            region.forEach(place -> places.add(place.asText()));
        } else {
            places.add(region.asText());
        }
        return Residency.within(places);
    }

    /** {@code priority}; anything but a whole number says nothing, as in LiteLLM. */
    public OptionalInt priority() {
        JsonNode asked = members.get("priority");
        return asked != null && asked.canConvertToInt() && asked.isIntegralNumber()
                ? OptionalInt.of(asked.intValue())
                : OptionalInt.empty();
    }

    /** {@code continue_stream}: whether another provider may go on with its answer, when the request says so. */
    public boolean continues(boolean otherwise) {
        JsonNode asked = members.get("continue_stream");
        return asked != null && asked.isBoolean() ? asked.booleanValue() : otherwise;
    }

    public boolean noFallbacks() {
        if (shadow) {
            return true;
        }
        JsonNode disabled = members.get("disable_fallbacks");
        return disabled != null && disabled.asBoolean();
    }

    /** The mock that the request asks for. */
    public Optional<Mock> mock() {
        return members.isEmpty() ? Optional.empty() : Mock.asked(members);
    }

    /** One of the lists of fallbacks; null when the request has none of its own. */
    public @Nullable JsonNode fallbacks(String name) {
        JsonNode list = members.get(name);
        return list != null && list.isArray() ? list : null;
    }

    public @Nullable String session() {
        JsonNode named = members.get("litellm_session_id");
        return named != null && named.isTextual() ? named.textValue() : sessionHeader;
    }
}
