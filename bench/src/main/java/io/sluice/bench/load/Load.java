package io.sluice.bench.load;

import io.sluice.bench.http.Alarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A load under way, on a thread of its own. With several targets the requests go to them in turn, so that they are measured in the same
 * moments. {@link #stop} ends it when every answer is in.
 */
public final class Load implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 4_000;

    private final Pace pace;
    private final List<Lane> lanes = new ArrayList<>();
    private final Selector selector;
    private final Alarm alarm;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private volatile boolean recording;
    private volatile boolean stopping;
    private volatile boolean abandoned;
    private volatile long stopBy = Long.MAX_VALUE;
    private int connections;
    private int busy;
    private long next;
    private long issued;

    /** The connections to one target. */
    private record Lane(Target target, Tally tally, Deque<Connection> idle) {}

    private Load(Pace pace, List<Target> targets) {
        this.pace = pace;
        for (Target target : targets) {
            lanes.add(new Lane(target, new Tally(), new ArrayDeque<>()));
        }
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        alarm = new Alarm(selector);
        thread = Thread.ofPlatform().name("load").unstarted(this::run);
    }

    public static Load start(Pace pace, List<Target> targets) {
        Load load = new Load(pace, targets);
        load.thread.start();
        return load;
    }

    /** Whether latencies are kept. */
    public void record(boolean on) {
        recording = on;
    }

    /** In the order of the targets. */
    public Tally tally(int target) {
        return lanes.get(target).tally;
    }

    private void run() {
        next = System.nanoTime();
        try {
            while (!(stopping && busy == 0) && System.nanoTime() < stopBy) {
                issueDue();
                selector.select(this::serve, stopping ? 50 : 1_000);
            }
            if (busy > 0 && !abandoned) {
                lanes.getFirst().tally.failed(busy + " answers did not end in time");
            }
        } catch (IOException e) {
            lanes.getFirst().tally.failed(String.valueOf(e));
        } finally {
            selector.keys().forEach(key -> ((Connection) key.attachment()).close());
            alarm.close();
        }
    }

    private void issueDue() {
        if (stopping) {
            return;
        }
        long now = System.nanoTime();
        while (next <= now) {
            issue(lanes.get((int) (issued++ % lanes.size())), next);
            next = nextAfter(next);
        }
        if (next != Long.MAX_VALUE) {
            alarm.set(next);
        }
    }

    private long nextAfter(long due) {
        return switch (pace) {
            case Pace.Open(double perSecond) -> due + (long) (1e9 / perSecond);
            case Pace.Closed(int wanted, int rampMillis) ->
                issued >= wanted ? Long.MAX_VALUE : due + rampMillis * 1_000_000L / wanted;
        };
    }

    private void issue(Lane lane, long due) {
        Connection connection = lane.idle.poll();
        if (connection == null) {
            if (connections == MAX_CONNECTIONS) {
                lane.tally.failed("more than " + MAX_CONNECTIONS + " answers are outstanding");
                return;
            }
            connections++;
            connection = new Connection(lanes.indexOf(lane), lane.target, lane.tally, selector);
        }
        busy++;
        try {
            connection.send(due);
        } catch (IOException e) {
            broken(connection, lane, e);
        }
    }

    private void broken(Connection connection, Lane lane, IOException cause) {
        busy--;
        connection.broken(cause);
        lane.idle.add(connection);
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        Lane lane = lanes.get(connection.lane());
        boolean complete;
        try {
            complete = connection.ready(buffer, recording);
        } catch (IOException e) {
            broken(connection, lane, e);
            again(lane);
            return;
        }
        if (complete) {
            busy--;
            connection.complete(recording);
            lane.idle.push(connection);
            again(lane);
        }
    }

    /** In a closed loop an answer calls for the next request. */
    private void again(Lane lane) {
        if (pace instanceof Pace.Closed && !stopping) {
            issue(lane, System.nanoTime());
        }
    }

    /** Sends nothing more and waits for the answers under way, for some time; what is then left is a failure. */
    public void stop(Duration patience) {
        stopBy = System.nanoTime() + patience.toNanos();
        stopping = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves the answers that are under way. */
    @Override
    public void close() {
        abandoned = true;
        stop(Duration.ZERO);
    }
}
