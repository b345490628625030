package io.sluice.router.queue;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code sluice_settings.queue: {max_length: 200, max_wait: 30, fair_by: key, weights: {team-a: 3}}}, and LiteLLM's {@code default_priority} in
 * {@code router_settings} ({@code docs.litellm.ai/docs/scheduler}). As there, a call that names a {@code priority} waits, and every call does where
 * there is a default; here also where there is a {@code queue} section.
 *
 * @param everybody calls wait that do not ask for it
 * @param defaultPriority of calls that name none
 * @param maxLength calls that wait for one group in one router; 0: nobody waits
 * @param byTeam keys of a team share as one
 * @param weights by alias of a key, hash of a key or id of a team; 1 for others
 */
public record QueueSettings(
        boolean everybody,
        int defaultPriority,
        int maxLength,
        long maxWaitMillis,
        boolean byTeam,
        Map<String, Double> weights) {

    private static final int DEFAULT_LENGTH = 200;
    private static final int MOST_LENGTH = 10_000;
    private static final long DEFAULT_WAIT_MILLIS = 30_000;

    /** For an answer that nothing caps: leaving the cap out must not make a call look small. */
    private static final long UNCAPPED_TOKENS = 1_000;

    /** Throws {@link ConfigurationException} for settings that cannot be meant. */
    public static QueueSettings read(Settings router, Settings sluice) {
        Settings queue = sluice.section("queue");
        Optional<Long> asked = router.wholeNumber("default_priority");
        long wait = queue.millis("max_wait");
        String fairBy = queue.string("fair_by").orElse("key");
        if (!fairBy.equals("key") && !fairBy.equals("team")) {
            throw new ConfigurationException(queue.path() + ".fair_by must be key or team, not " + fairBy);
        }
        return new QueueSettings(
                sluice.has("queue") || asked.isPresent(),
                asked.map(QueueSettings::priority).orElse(0),
                (int) Math.clamp(queue.wholeNumber("max_length").orElse((long) DEFAULT_LENGTH), 0, MOST_LENGTH),
                wait >= 0 ? wait : DEFAULT_WAIT_MILLIS,
                fairBy.equals("team"),
                weights(queue.section("weights")));
    }

    private static Map<String, Double> weights(Settings section) {
        Map<String, Double> weights = new HashMap<>();
        for (String owner : section.values().keySet()) {
            BigDecimal weight = section.decimal(owner).orElse(BigDecimal.ONE);
            if (weight.signum() <= 0) {
                throw new ConfigurationException(section.path() + "." + owner + " must be greater than 0");
            }
            weights.put(owner, weight.doubleValue());
        }
        return Map.copyOf(weights);
    }

    /** Nobody comes before 0, as in LiteLLM: a caller can let others pass, and pass only those who do. */
    private static int priority(long asked) {
        return (int) Math.clamp(asked, 0, Integer.MAX_VALUE);
    }

    /**
     * How a call waits; empty: it does not.
     *
     * @param asked {@code priority} of the request
     * @param inputTokens of the prompt, as far as known
     * @param outputTokens that cap the answer; 0: nothing does
     */
    public Optional<Wish> wish(OptionalInt asked, Caller caller, long inputTokens, long outputTokens) {
        if (maxLength == 0 || maxWaitMillis == 0 || (asked.isEmpty() && !everybody)) {
            return Optional.empty();
        }
        VirtualKey key = caller.virtualKey();
        String team = key == null ? null : key.teamId();
        String owner = byTeam && team != null ? team : caller.keyHash();
        long tokens = Math.max(0, inputTokens) + (outputTokens > 0 ? outputTokens : UNCAPPED_TOKENS);
        return Optional.of(new Wish(
                asked.isPresent() ? priority(asked.getAsInt()) : defaultPriority,
                owner,
                weight(owner, byTeam || key == null ? null : key.alias(), team),
                tokens,
                maxWaitMillis));
    }

    private double weight(@Nullable String... names) {
        return Stream.of(names)
                .filter(Objects::nonNull)
                .map(weights::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(1.0);
    }
}
