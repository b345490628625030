package io.sluice.router.cooldown;

import java.util.concurrent.atomic.AtomicReference;

/** LiteLLM's counter behind {@code allowed_fails}: failures, forgotten when none came for the length of a cooldown. Lock-free. */
final class AllowedFails {

    private record Count(long lastMillis, int failures) {}

    private static final Count NONE = new Count(0, 0);

    private final AtomicReference<Count> count = new AtomicReference<>(NONE);

    int add(long nowMillis, long lifeMillis) {
        return count.updateAndGet(before ->
                        new Count(nowMillis, nowMillis - before.lastMillis > lifeMillis ? 1 : before.failures + 1))
                .failures;
    }

    void clear() {
        count.set(NONE);
    }
}
