package io.sluice.router.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.engine.Remembered;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisExplanationsTest {

    private static RedisForTests redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisForTests();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.close();
    }

    /** A router that remembers one call of one key. */
    private static RedisExplanations router(String name, String call, String ofKey) throws InterruptedException {
        RedisExplanations explanations = redis.router(name).explanations();
        Remembered own = (id, key) -> CompletableFuture.completedStage(
                id.equals(call) && (key == null || key.equals(ofKey))
                        ? Optional.of(("page of " + name).getBytes(UTF_8))
                        : Optional.empty());
        explanations.start(own);
        while (!explanations.listens()) {
            Thread.sleep(10);
        }
        return explanations;
    }

    private static String ask(RedisExplanations of, String call, @Nullable String key) {
        return of.explained(call, key)
                .toCompletableFuture()
                .join()
                .map(page -> new String(page, UTF_8))
                .orElse("nobody knows");
    }

    @Test
    void shouldFindACallThatAnotherRouterMade() throws Exception {
        RedisExplanations a = router("a", "call a", "key");
        router("b", "call b", "key");
        RedisExplanations c = router("c", "call c", "key");

        assertThat(ask(a, "call b", "key")).isEqualTo("page of b");
        assertThat(ask(c, "call b", null)).isEqualTo("page of b");
        assertThat(ask(c, "call b", "another key")).isEqualTo("nobody knows");
        assertThat(ask(a, "no such call", null)).isEqualTo("nobody knows");
    }
}
