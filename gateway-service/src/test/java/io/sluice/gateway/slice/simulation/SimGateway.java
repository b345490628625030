package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.GrantTerms;
import io.sluice.gateway.admission.ScopeLimits;
import io.sluice.gateway.slice.AdmissionSeams;
import io.sluice.gateway.slice.AdmissionSettings;
import io.sluice.gateway.slice.AdmissionTimers;
import io.sluice.gateway.slice.SliceAdmission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A gateway: its processes one after the other, its clock, its network, its journal. */
final class SimGateway {

    private static final long NOTABLE_SILENCE = 500;

    /** What all gateways share. */
    record Surroundings(
            World world,
            SimRedis redis,
            SimBooks books,
            GrantTerms terms,
            ScopeLimits limits,
            AdmissionSettings settings) {}

    final String name;
    final SimJournal journal;
    private final Surroundings around;
    private final double clockRate;
    private final long wallAhead;
    private int starts;
    private @Nullable SliceAdmission admission;
    private boolean paused;
    private boolean stopping;
    private final List<Frozen> frozen = new ArrayList<>();
    private long cutOffUntil;
    private long heardAt;
    private long saidLast;
    private boolean ended;
    private final List<Silence> silences = new ArrayList<>();

    /** What happens when it wakes, or when it dies asleep. */
    private record Frozen(Runnable task, Runnable dead) {}

    private record Silence(long since, long until) {}

    SimGateway(String name, Surroundings around) {
        this.name = name;
        this.around = around;
        this.journal = new SimJournal(around.world(), around.books());
        this.clockRate = 1 + (around.world().random.nextDouble() - 0.5) / 50;
        this.wallAhead = around.world().between(-30_000, 30_000);
        this.heardAt = around.world().now();
        shipForever();
    }

    private void shipForever() {
        if (isUp()) {
            journal.ship();
        }
        around.world().after(around.world().between(50, 250), this::shipForever);
    }

    void start() {
        starts++;
        stopping = false;
        journal.recover();
        SliceAdmission started = new SliceAdmission(
                new AdmissionSeams(
                        name,
                        1_000 + starts,
                        around.redis().grantorFor(this),
                        around.books().bookFor(this),
                        Optional.of(around.books().rosterFor(this)),
                        journal,
                        around.terms()),
                around.limits(),
                around.settings(),
                new Timers());
        admission = started;
        started.start();
    }

    /** SIGKILL: what it would have done later never happens. */
    void kill() {
        end();
    }

    private void end() {
        ended = true;
        starts++;
        admission = null;
        paused = false;
        List<Frozen> never = List.copyOf(frozen);
        frozen.clear();
        never.forEach(task -> task.dead().run());
    }

    /** SIGTERM, after its calls have ended. */
    void stop(Runnable ended) {
        stopping = true;
        int process = starts;
        admission().stop().whenComplete((done, fault) -> {
            if (process == starts) {
                end();
                ended.run();
            }
        });
    }

    /** It takes no calls any more. */
    void drain() {
        stopping = true;
    }

    void pause(long millis) {
        paused = true;
        int process = starts;
        around.world().after(millis, () -> {
            if (process == starts) {
                paused = false;
                List<Frozen> woken = List.copyOf(frozen);
                frozen.clear();
                woken.forEach(task -> runIn(process, task.task(), task.dead()));
            }
        });
    }

    void cutOff(long millis) {
        cutOffUntil = around.world().now() + millis;
    }

    boolean isCutOff() {
        return around.world().now() < cutOffUntil;
    }

    boolean isUp() {
        return admission != null && !paused;
    }

    boolean isDead() {
        return admission == null;
    }

    boolean takesCalls() {
        return isUp() && !stopping;
    }

    /** Changes with each start and each death. */
    int process() {
        return starts;
    }

    SliceAdmission admission() {
        SliceAdmission running = admission;
        if (running == null) {
            throw new IllegalStateException(name + " is dead");
        }
        return running;
    }

    /** The grantor heard what it said then. */
    void heard(long saidAt) {
        heardAt = around.world().now();
        if (saidAt - saidLast >= NOTABLE_SILENCE) {
            silences.add(new Silence(saidLast, saidAt));
        }
        saidLast = Math.max(saidLast, saidAt);
    }

    long heardAt() {
        return heardAt;
    }

    /** True milliseconds since the grantor heard of it. */
    long silence() {
        return around.world().now() - heardAt;
    }

    long longestSilenceSince(long moment) {
        long longest = around.world().now() - saidLast;
        for (Silence silence : silences) {
            if (silence.until() >= moment) {
                longest = Math.max(longest, silence.until() - silence.since());
            }
        }
        return longest;
    }

    /** Whether a process of it ended, and may have held something that nobody has asked for since. */
    boolean hasEnded() {
        return ended;
    }

    /** Runs a task in that process; {@code dead} when it is gone. */
    void in(int process, Runnable task, Runnable dead) {
        if (process == starts && admission != null) {
            runIn(process, task, dead);
        } else {
            dead.run();
        }
    }

    long wallMillis() {
        return 1_790_000_000_000L + wallAhead + around.world().now();
    }

    /** In this process, by its clock. */
    void after(long millis, Runnable task) {
        int process = starts;
        around.world().after(Math.round(millis / clockRate), () -> runIn(process, task));
    }

    /** Runs tasks in the process that runs now, when it is not asleep; never in a later one. */
    Executor here() {
        int process = starts;
        return task -> runIn(process, task);
    }

    private void runIn(int process, Runnable task) {
        runIn(process, task, () -> {});
    }

    private void runIn(int process, Runnable task, Runnable dead) {
        if (process != starts || admission == null) {
            dead.run();
        } else if (paused) {
            frozen.add(new Frozen(task, dead));
        } else {
            task.run();
        }
    }

    private final class Timers implements AdmissionTimers {

        @Override
        public long wallMillis() {
            return SimGateway.this.wallMillis();
        }

        @Override
        public long monotonicMillis() {
            return Math.round(around.world().now() * clockRate) + 5_000_000;
        }

        @Override
        public void after(long millis, Runnable task) {
            SimGateway.this.after(millis, task);
        }

        @Override
        public Executor callersContext() {
            return Runnable::run;
        }
    }
}
