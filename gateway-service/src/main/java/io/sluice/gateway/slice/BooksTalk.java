package io.sluice.gateway.slice;

import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.Holder;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.admission.SpendBook.Look;
import io.sluice.contracts.admission.SpendBook.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks into the books for slices: see {@link BooksSight}. */
final class BooksTalk {

    private static final long AGAIN_MILLIS = 500;
    private static final long DOUBT_AGAIN_MILLIS = 250;

    private final AdmissionSeams seams;
    private final Presence presence;
    private final AdmissionTimers timers;

    /** A look on its way: what stood when it was asked for. */
    private record Asked(long cut, long pending, String life, long lifeKnownFor, Standing standing, long standingFor) {}

    BooksTalk(AdmissionSeams seams, Presence presence, AdmissionTimers timers) {
        this.seams = seams;
        this.presence = presence;
        this.timers = timers;
    }

    /** Under the lock: marks what is spent, and reads the journal. {@link Question#ask} is for outside. */
    Question begin(Slice slice) {
        slice.books.ask();
        long now = timers.monotonicMillis();
        long cut = slice.spent();
        long pending = seams.unledgered().of(slice.account.scope(), slice.account.windowStart());
        Asked asked = new Asked(
                cut, pending, slice.life(), now - slice.lifeKnownAt(), slice.standing(), now - slice.standingSince());
        return new Question(slice, asked);
    }

    final class Question {

        final Slice slice;
        private final Asked asked;

        private Question(Slice slice, Asked asked) {
            this.slice = slice;
            this.asked = asked;
        }

        /** Not under the lock. */
        CompletionStage<Look> ask() {
            SpendBook books = seams.books();
            try {
                return books.look(
                        slice.account.scope(), Instant.ofEpochMilli(slice.account.windowStart()), seams.gateway());
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        /** Under the lock. */
        void answered(Look look) {
            long now = timers.monotonicMillis();
            boolean complete = look.first() || presence.allTold(look.others(), asked.lifeKnownFor(), now);
            List<Holder> gone = new ArrayList<>();
            List<Holder> lost = new ArrayList<>();
            if (!look.first()) {
                asked.standing().silent().forEach(holder -> judge(holder, look.others(), now, gone, lost));
            }
            slice.books.looked(
                    new BooksSight.Look(look.spent().nanos(), asked.pending(), asked.cut()),
                    slice.spent(),
                    asked.life(),
                    complete,
                    gone,
                    lost,
                    now + (complete ? AGAIN_MILLIS : DOUBT_AGAIN_MILLIS));
        }

        /**
         * A lease is over when its gateway left; or started again and told everything since; or told all that it holds since the lease last
         * reported, and this was not among it. It is lost when neither grantor nor books hear of its
         * gateway.
         */
        private void judge(Holder holder, List<Member> members, long now, List<Holder> gone, List<Holder> lost) {
            for (Member member : members) {
                if (member.gateway().equals(holder.gateway())) {
                    long silence = asked.standing().now() - holder.reportedAt() + asked.standingFor();
                    if (Incarnations.isOlder(holder.incarnation(), member.incarnation())
                            || Presence.isWithin(silence, member)) {
                        gone.add(holder);
                    } else if (silence >= seams.terms().lostAfter() && presence.isLost(member, now)) {
                        lost.add(holder);
                    }
                    return;
                }
            }
            gone.add(holder);
        }

        /** Under the lock. */
        void failed() {
            slice.books.failed(timers.monotonicMillis() + AGAIN_MILLIS);
        }
    }
}
