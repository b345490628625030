package io.sluice.router.engine;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Watches the time limits of all calls of an event loop with one timer, since a timer a call would cost more than the call's own
 * book-keeping. Limits hold to {@value #TICK_MILLIS} ms.
 */
final class Deadlines {

    /** Something with a time limit that moves. */
    interface Watched {

        /** Called about every tick, on the event loop; {@code now} as of {@link System#nanoTime}. */
        void check(long now);
    }

    private static final long TICK_MILLIS = 100;

    private final Vertx vertx;
    private final Map<EventLoop, Set<Watched>> byLoop = new ConcurrentHashMap<>();

    Deadlines(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Must be called on an event loop, as {@link #remove}. */
    void add(Watched watched) {
        ofThisLoop().add(watched);
    }

    void remove(Watched watched) {
        ofThisLoop().remove(watched);
    }

    /** Does this once, at the first tick at which it is due. Must be called on an event loop, on which it happens. */
    void when(LongPredicate due, Runnable action) {
        add(new Watched() {
            @Override
            public void check(long now) {
                if (due.test(now)) {
                    remove(this);
                    action.run();
                }
            }
        });
    }

    private Set<Watched> ofThisLoop() {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        Set<Watched> watched = byLoop.get(loop);
        if (watched == null) {
            Set<Watched> fresh = new HashSet<>();
            byLoop.put(loop, fresh);
            // in a context of the loop's own: not in that of the call that happens to be the first, and not without
            // one, since what a check does,
            // such as the next attempt, must stay on this loop
            ContextInternal own = ((VertxInternal) vertx)
                    .createEventLoopContext(loop, null, Thread.currentThread().getContextClassLoader());
            var _ = loop.scheduleAtFixedRate(
                    () -> own.emit(fresh, Deadlines::check), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            return fresh;
        }
        return watched;
    }

    private static void check(Set<Watched> watched) {
        if (!watched.isEmpty()) {
            long now = System.nanoTime();
            List<Watched> snapshot = new ArrayList<>(watched);
            snapshot.forEach(each -> each.check(now));
        }
    }
}
