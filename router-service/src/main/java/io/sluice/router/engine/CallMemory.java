package io.sluice.router.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last {@value #CALLS} calls, in a ring. Keeping one costs a write; finding one costs a look at all. Lock-free. */
final class CallMemory {

    static final int CALLS = 1_024;

    private final AtomicReferenceArray<@Nullable CallRecord> ring = new AtomicReferenceArray<>(CALLS);
    private final AtomicLong next = new AtomicLong();

    void keep(CallRecord record) {
        ring.setRelease((int) (next.getAndIncrement() % CALLS), record);
    }

    /** @param keyHash whose call it has to be; null: anybody's */
    Optional<CallRecord> find(String requestId, @Nullable String keyHash) {
        for (int i = 0; i < CALLS; i++) {
            CallRecord record = ring.getAcquire(i);
            if (record != null
                    && record.requestId().equals(requestId)
                    && (keyHash == null || record.keyHash().equals(keyHash))) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
