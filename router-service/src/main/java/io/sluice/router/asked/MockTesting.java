package io.sluice.router.asked;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * LiteLLM's test aids in a request ({@code litellm-behaviour.md} 1.4): the first group fails without a call, so that somebody can see that their
 * fallbacks work. They are a 400 unless {@code general_settings.dangerously_allow_mock_testing_request_params} is set ({@code FACTS.md}, "Test
 * aids").
 */
public final class MockTesting {

    private static final String PREFIX = "mock_testing_";

    private MockTesting() {}

    /** Names of the aids that a request asks for; nearly always none. */
    public static List<String> asked(RouteRequest request) {
        List<String> names = List.of();
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (member.name().startsWith(PREFIX) && isTrue(request, member)) {
                names = names.isEmpty() ? new ArrayList<>(1) : names;
                names.add(member.name());
            }
        }
        return names;
    }

    private static boolean isTrue(RouteRequest request, BodyScan.Member member) {
        return new String(member.value().of(request.body()), StandardCharsets.UTF_8)
                .strip()
                .equals("true");
    }

    /** The failure that stands for the first group's. */
    public static ProviderFailure failure(String name, String group) {
        ErrorClass errorClass = switch (name) {
            case "mock_testing_rate_limit_error" -> ErrorClass.RATE_LIMIT;
            case "mock_testing_context_fallbacks" -> ErrorClass.CONTEXT_WINDOW;
            case "mock_testing_content_policy_fallbacks" -> ErrorClass.CONTENT_POLICY;
            default -> ErrorClass.INTERNAL;
        };
        String message = "This is a mock exception for model=" + group + ", asked for by " + name;
        return ProviderFailure.of(errorClass, message, false);
    }
}
