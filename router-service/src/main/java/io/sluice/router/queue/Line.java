package io.sluice.router.queue;

import io.sluice.router.queue.Spot.End;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for the deployments of one group, in one router. One of them at a time has its turn: it tries, and takes its place, or lets the
 * next one try. When all that wait have found nothing, the line rests until there is {@link #news}. Thread-safe; one lock, held for arithmetic.
 */
public final class Line {

    /** Told of calls whose wait is over. Called on any thread; must be quick. */
    public interface Watcher {

        /** @param outcome {@code served}, {@code left}, {@code full} or {@code late} */
        void waited(String group, long millis, String outcome);
    }

    private final String group;
    private final Watcher watcher;
    private final TreeMap<Integer, Tier> tiers = new TreeMap<>();

    /** What this round of turns has shown not to be there. */
    private final Set<Object> absent = new HashSet<>();

    private @Nullable Spot turn;
    private boolean news;
    private long entered;
    private int standing;

    /** The same, for who does not hold the lock. */
    private volatile int length;

    private volatile int most = Integer.MAX_VALUE;

    Line(String group, Watcher watcher) {
        this.group = group;
        this.watcher = watcher;
    }

    /** How many may wait. Who waits already goes on waiting. */
    public void most(int calls) {
        most = calls;
    }

    /** How many wait. */
    public int length() {
        return length;
    }

    /** Something may have come free. */
    public void news() {
        if (length > 0) {
            Runnable next;
            synchronized (this) {
                news = true;
                next = next();
            }
            next.run();
        }
    }

    /** To be called every some milliseconds: what other routers gave back and what is a minute old tells nobody that it is free. */
    void tick(long now) {
        if (length == 0) {
            return;
        }
        List<Runnable> woken = new ArrayList<>();
        synchronized (this) {
            List<Spot> late = new ArrayList<>();
            tiers.values().forEach(tier -> tier.late(now, late));
            late.forEach(spot -> woken.add(refuse(spot, End.LATE, now)));
        }
        woken.forEach(Runnable::run);
        news();
    }

    void await(Spot spot, Runnable wake) {
        List<Runnable> woken = new ArrayList<>(2);
        synchronized (this) {
            spot.wake = wake;
            if (spot.end != null) {
                woken.add(wake);
            } else if (spot.standing) {
                absent.add(spot.wants);
                turn = turn == spot ? null : turn;
            } else {
                enter(spot);
                if (length > most) {
                    Spot last = tiers.lastEntry().getValue().last();
                    woken.add(refuse(last == null ? spot : last, End.FULL, spot.since));
                }
            }
            woken.add(next());
        }
        woken.forEach(Runnable::run);
    }

    private void enter(Spot spot) {
        spot.standing = true;
        spot.number = ++entered;
        tiers.computeIfAbsent(spot.wish.priority(), priority -> new Tier()).add(spot);
        length = ++standing;
    }

    private Runnable refuse(Spot spot, End end, long now) {
        spot.end = end;
        remove(spot, false);
        watcher.waited(group, now - spot.since, end == End.FULL ? "full" : "late");
        return spot.wake == null ? () -> {} : spot.wake;
    }

    synchronized Optional<End> endOf(Spot spot) {
        return Optional.ofNullable(spot.end);
    }

    void leave(Spot spot, boolean served, long now) {
        Runnable next;
        synchronized (this) {
            if (!spot.standing) {
                return;
            }
            remove(spot, served);
            next = next();
        }
        watcher.waited(group, now - spot.since, served ? "served" : "left");
        next.run();
    }

    private void remove(Spot spot, boolean served) {
        spot.standing = false;
        length = --standing;
        Tier tier = tiers.get(spot.wish.priority());
        if (tier != null) {
            tier.remove(spot, served);
            if (tier.isEmpty()) {
                tiers.remove(spot.wish.priority());
            }
        }
        turn = turn == spot ? null : turn;
    }

    /** @return wakes the one whose turn it is now, if there is one */
    private Runnable next() {
        if (turn != null) {
            return () -> {};
        }
        if (news) {
            news = false;
            absent.clear();
        }
        for (Tier tier : tiers.values()) {
            Spot next = tier.next(absent);
            if (next != null && next.wake != null) {
                turn = next;
                return next.wake;
            }
        }
        return () -> {};
    }
}
