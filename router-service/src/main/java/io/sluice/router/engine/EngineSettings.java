package io.sluice.router.engine;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Settings;
import io.sluice.router.fallback.Fallbacks;
import io.sluice.router.queue.QueueSettings;
import io.sluice.router.strategy.Residency;

/**
 * What configures the engine as a whole.
 *
 * @param timeoutMillis limit of a call
 * @param streamTimeoutMillis limit until the first byte of a stream
 * @param ttftTimeoutMillis limit until the first content of a stream; -1: none
 * @param idleTimeoutMillis limit between two pieces of an answer
 * @param exposeApiBase whether {@code x-litellm-model-api-base} tells clients internal addresses
 * @param mockTesting whether requests may ask for LiteLLM's test aids
 * @param residency where the data of every call may go: {@code sluice_settings.residency}
 * @param queue which calls wait when all deployments are at a limit
 * @param continued whose streams another provider goes on with after they broke
 */
record EngineSettings(
        long timeoutMillis,
        long streamTimeoutMillis,
        long ttftTimeoutMillis,
        long idleTimeoutMillis,
        boolean exposeApiBase,
        boolean mockTesting,
        Residency residency,
        Fallbacks fallbacks,
        QueueSettings queue,
        ContinuedGroups continued) {

    /** LiteLLM's {@code request_timeout}. */
    private static final long DEFAULT_TIMEOUT_MILLIS = 6_000_000;

    /** A provider that thinks for long still sends pings or comments; five minutes of nothing is a dead connection. */
    private static final long DEFAULT_IDLE_MILLIS = 300_000;

    static EngineSettings read(Configuration configuration) {
        Settings router = configuration.router();
        long timeout = firstSet(
                router.millis("timeout"), configuration.litellm().millis("request_timeout"), DEFAULT_TIMEOUT_MILLIS);
        return new EngineSettings(
                timeout,
                firstSet(router.millis("stream_timeout"), timeout, timeout),
                router.millis("ttft_timeout"),
                firstSet(router.millis("stream_idle_timeout"), DEFAULT_IDLE_MILLIS, DEFAULT_IDLE_MILLIS),
                configuration.sluice().flag("expose_api_base", false),
                configuration.general().flag("dangerously_allow_mock_testing_request_params", false),
                Residency.read(configuration.sluice().section("residency")),
                Fallbacks.read(router),
                QueueSettings.read(router, configuration.sluice()),
                ContinuedGroups.read(configuration.sluice()));
    }

    private static long firstSet(long first, long second, long last) {
        return first >= 0 ? first : second >= 0 ? second : last;
    }
}
