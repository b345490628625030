package io.sluice.router.seam;

import io.vertx.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls under way by request id, so that a cancel that comes over another connection finds them. Thread-safe. */
final class RunningCalls {

    private record Running(Context context, Runnable cancel) {}

    private final Map<String, Running> calls = new ConcurrentHashMap<>();

    /** @param cancel run on {@code context} */
    void add(String id, Context context, Runnable cancel) {
        calls.put(id, new Running(context, cancel));
    }

    void remove(String id) {
        calls.remove(id);
    }

    /** @return whether there was such a call */
    boolean cancel(String id) {
        Running running = calls.get(id);
        if (running == null) {
            return false;
        }
        running.context.runOnContext(ignored -> running.cancel.run());
        return true;
    }
}
