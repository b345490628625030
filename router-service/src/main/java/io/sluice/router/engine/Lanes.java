package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The attempts of one call that are under way: one, or with a hedge some side by side. Used on one event loop. */
final class Lanes {

    /** One of them: being prepared as long as it has no run. */
    static final class Lane {

        final GroupCall call;
        final Ticket ticket;
        final Deployment deployment;

        /** The most that it can cost. */
        final Money bound;

        /** What the provider was not told. */
        List<String> notes = List.of();

        @Nullable
        AttemptRun run;

        Lane(GroupCall call, Ticket ticket, Deployment deployment, Money bound) {
            this.call = call;
            this.ticket = ticket;
            this.deployment = deployment;
            this.bound = bound;
        }
    }

    private final List<Lane> open = new ArrayList<>(1);

    void open(Lane lane) {
        open.add(lane);
    }

    void close(Lane lane) {
        open.remove(lane);
    }

    boolean none() {
        return open.isEmpty();
    }

    boolean holds(Lane lane) {
        return open.contains(lane);
    }

    /** All but this one, as they are now. */
    List<Lane> besides(@Nullable Lane one) {
        return open.stream().filter(lane -> lane != one).toList();
    }

    /** What all together can cost at most, in nano-dollars. */
    long bound() {
        long sum = 0;
        for (Lane lane : open) {
            sum = Math.addExact(sum, lane.bound.nanos());
        }
        return sum;
    }

    void runs(Consumer<AttemptRun> action) {
        besides(null).forEach(lane -> {
            if (lane.run != null) {
                action.accept(lane.run);
            }
        });
    }
}
