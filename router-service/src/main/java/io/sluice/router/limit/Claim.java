package io.sluice.router.limit;

/** What became of the wish to call a deployment. */
public sealed interface Claim {

    /** The call may be made. Handed back once, when it is over. Used by one thread. */
    final class Taken implements Claim {

        private final DeploymentLimits limits;
        private final long at;
        private final long tokens;
        private boolean over;

        Taken(DeploymentLimits limits, long at, long tokens) {
            this.limits = limits;
            this.at = at;
            this.tokens = tokens;
        }

        /**
         * It was made.
         *
         * @param used tokens; -1: not known, then as many as were expected
         */
        public void over(long used, long now) {
            if (!over) {
                over = true;
                limits.over(at, tokens, used < 0 ? tokens : used, now);
            }
        }

        /** It was not made after all: nothing of it counts. */
        public void unmade() {
            if (!over) {
                over = true;
                limits.undo(at, tokens);
            }
        }
    }

    /** A limit has to be asked for first. */
    final class Lacking implements Claim {

        private final Grants grants;
        private final Slice slice;
        private final long amount;
        private final boolean ofOthers;

        Lacking(Grants grants, Slice slice, long amount, boolean ofOthers) {
            this.grants = grants;
            this.slice = slice;
            this.amount = amount;
            this.ofOthers = ofOthers;
        }

        /** Whether only other routers have what is lacking. */
        public boolean ofOthers() {
            return ofOthers;
        }

        /** @param wake called once when there is news, on any thread: then it is worth to try again */
        public void await(Runnable wake) {
            slice.await(amount, wake);
            if (!ofOthers) {
                grants.ask(slice);
            }
        }
    }
}
