package io.sluice.gateway.journal;

import org.jspecify.annotations.Nullable;

/** Calls whose begin stands in one segment, as a linked list of the calls themselves: nothing is allocated. Guarded by the journal's lock. */
final class OpenCalls {

    private @Nullable JournaledCall first;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    JournaledCall first() {
        return first;
    }

    void add(JournaledCall call) {
        JournaledCall before = first;
        call.next = before;
        if (before != null) {
            before.previous = call;
        }
        first = call;
        size++;
    }

    void remove(JournaledCall call) {
        JournaledCall before = call.previous;
        JournaledCall after = call.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        call.previous = null;
        call.next = null;
        size--;
    }
}
