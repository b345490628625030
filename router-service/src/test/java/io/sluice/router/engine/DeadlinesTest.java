package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final int LOOPS = 4;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final Deadlines deadlines = new Deadlines(vertx);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldCheckOnTheLoopOfTheCallAndOnlyUntilItIsRemoved() {
        List<CompletableFuture<Integer>> checks = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            CompletableFuture<Integer> counted = new CompletableFuture<>();
            checks.add(counted);
            ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
            context.runOnContext(ignored -> deadlines.add(new Once(context.nettyEventLoop(), counted)));
        }
        assertThat(checks.stream().map(CompletableFuture::join)).containsOnly(1);
    }

    /** Removes itself at the first check, then waits for what comes all the same. */
    private final class Once implements Deadlines.Watched {

        private final EventLoop mine;
        private final CompletableFuture<Integer> counted;
        private int checks;

        Once(EventLoop mine, CompletableFuture<Integer> counted) {
            this.mine = mine;
            this.counted = counted;
        }

        @Override
        public void check(long now) {
            checks++;
            ContextInternal here = (ContextInternal) vertx.getOrCreateContext();
            if (here.nettyEventLoop() != mine) {
                counted.completeExceptionally(new AssertionError("on another loop"));
            }
            if (checks == 1) {
                deadlines.remove(this);
                vertx.setTimer(300, ignored -> counted.complete(checks));
            }
        }
    }
}
