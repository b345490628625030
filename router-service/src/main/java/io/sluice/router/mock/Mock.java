package io.sluice.router.mock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is answered instead of asking a provider ({@code litellm-behaviour.md} 1.4 and 2.2): {@code mock_response}, {@code mock_tool_calls},
 * {@code mock_delay}, {@code mock_timeout}. It costs what LiteLLM makes it cost: ten tokens of input and twenty of output at the deployment's price.
 *
 * @param text of the answer
 * @param failure that stands for the provider's
 * @param delayMillis before the answer
 * @param silent nothing comes at all: the time limit runs out
 */
public record Mock(String text, List<Call> calls, Optional<ProviderFailure> failure, long delayMillis, boolean silent) {

    /** LiteLLM's {@code DEFAULT_MOCK_RESPONSE_PROMPT_TOKEN_COUNT} and its relative. */
    public static final long INPUT_TOKENS = 10;

    public static final long OUTPUT_TOKENS = 20;

    private static final String CLASS = "litellm.";
    private static final String EXCEPTION = "Exception: ";
    private static final long LONGEST_DELAY = 3_600_000;

    /** A tool that the answer calls. */
    public record Call(String id, String name, String arguments) {}

    /** The mock of a deployment; empty for one that asks its provider. */
    public static Optional<Mock> of(Settings params) {
        return params.string("mock_response").map(text -> of(text, params.millis("mock_delay")));
    }

    /** The mock that a request asks for, by the names of its members; empty when it asks for none. Whether it may ask is for the caller to know. */
    public static Optional<Mock> asked(Map<String, JsonNode> members) {
        JsonNode response = members.get("mock_response");
        List<Call> calls = calls(members.get("mock_tool_calls"));
        boolean silent = isTrue(members.get("mock_timeout"));
        String text = response != null && response.isTextual() ? response.textValue() : null;
        if (text == null && calls.isEmpty() && !silent) {
            return Optional.empty();
        }
        JsonNode delay = members.get("mock_delay");
        Mock mock = of(text == null ? "" : text, delay == null ? 0 : Math.round(delay.doubleValue() * 1_000));
        return Optional.of(new Mock(mock.text, calls, mock.failure, mock.delayMillis, silent));
    }

    private static Mock of(String text, long delayMillis) {
        return new Mock(text, List.of(), failure(text), Math.clamp(delayMillis, 0, LONGEST_DELAY), false);
    }

    private static boolean isTrue(@Nullable JsonNode member) {
        return member != null && member.isBoolean() && member.booleanValue();
    }

    /** LiteLLM raises its exception of that name, and for {@code Exception: ...} what a content filter would say. */
    private static Optional<ProviderFailure> failure(String text) {
        if (text.startsWith(CLASS)) {
            for (ErrorClass errorClass : ErrorClass.values()) {
                if (text.equals(CLASS + errorClass.litellmName())) {
                    return Optional.of(failure(errorClass, "this is a mock " + errorClass.litellmName()));
                }
            }
        }
        return text.startsWith(EXCEPTION)
                ? Optional.of(failure(
                        text.startsWith("content_filter_policy", EXCEPTION.length())
                                ? ErrorClass.CONTENT_POLICY
                                : ErrorClass.INTERNAL,
                        text.substring(EXCEPTION.length())))
                : Optional.empty();
    }

    private static ProviderFailure failure(ErrorClass errorClass, String message) {
        return ProviderFailure.of(errorClass, message, false);
    }

    private static List<Call> calls(@Nullable JsonNode calls) {
        List<Call> read = new ArrayList<>();
        if (calls != null && calls.isArray()) {
            for (JsonNode call : calls) {
                JsonNode function = call.path("function");
                JsonNode arguments = function.path("arguments");
                read.add(new Call(
                        call.path("id").asText("call_mock_" + read.size()),
                        function.path("name").asText(""),
                        arguments.isTextual()
                                ? arguments.textValue()
                                : arguments.isMissingNode() ? "{}" : arguments.toString()));
            }
        }
        return List.copyOf(read);
    }
}
