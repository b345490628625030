package io.sluice.accounting.stream;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a consumer group over the stream {@value #KEY} (Redis 6.2 and newer; https://redis.io/docs/latest/commands/xreadgroup/,
 * xautoclaim). An entry holds one usage event as JSON in its field {@value #FIELD}.
 */
final class UsageStream {

    static final String KEY = "sluice:usage";
    static final String GROUP = "books";
    static final String DEAD_LETTERS = "sluice:usage:dead";
    static final String FIELD = "e";

    private static final int COUNT = 1_000;
    private static final long DEAD_LETTERS_KEPT = 10_000;

    private final Redis redis;
    private final String consumer;

    /** @param event bytes of the event; empty when the entry has none */
    record Entry(String id, byte[] event) {}

    UsageStream(Redis redis, String consumer) {
        this.redis = redis;
        this.consumer = consumer;
    }

    /** A connection of its own for {@link #read}, which blocks it. */
    Future<RedisConnection> connect() {
        return redis.connect();
    }

    Future<Void> ensureGroup() {
        return redis.send(Request.cmd(Command.XGROUP)
                        .arg("CREATE")
                        .arg(KEY)
                        .arg(GROUP)
                        .arg("0")
                        .arg("MKSTREAM"))
                .<Void>mapEmpty()
                .recover(fault -> String.valueOf(fault.getMessage()).startsWith("BUSYGROUP")
                        ? Future.succeededFuture()
                        : Future.failedFuture(fault));
    }

    /**
     * Each start of the books is a consumer of its own; forgets those that are long gone and hold nothing. One that lives asks every few
     * seconds and is never idle for long.
     */
    Future<Void> forgetGone(long idleMillis) {
        return redis.send(Request.cmd(Command.XINFO).arg("CONSUMERS").arg(KEY).arg(GROUP))
                .compose(consumers -> {
                    List<Request> gone = new ArrayList<>();
                    for (Response found : consumers) {
                        if (number(found, "pending") == 0 && number(found, "idle") >= idleMillis) {
                            gone.add(Request.cmd(Command.XGROUP)
                                    .arg("DELCONSUMER")
                                    .arg(KEY)
                                    .arg(GROUP)
                                    .arg(member(found, "name").toString()));
                        }
                    }
                    return gone.isEmpty()
                            ? Future.succeededFuture()
                            : redis.batch(gone).mapEmpty();
                });
    }

    private static long number(Response consumer, String name) {
        return member(consumer, name).toLong();
    }

    private static Response member(Response consumer, String name) {
        for (int i = 0; i + 1 < consumer.size(); i += 2) {
            if (consumer.get(i).toString().equals(name)) {
                return consumer.get(i + 1);
            }
        }
        throw new IllegalStateException("XINFO CONSUMERS names no " + name);
    }

    /** Entries that no consumer has seen; none when {@code blockMillis} passed without one. */
    Future<List<Entry>> read(RedisConnection connection, long blockMillis) {
        return connection
                .send(Request.cmd(Command.XREADGROUP)
                        .arg("GROUP")
                        .arg(GROUP)
                        .arg(consumer)
                        .arg("COUNT")
                        .arg(COUNT)
                        .arg("BLOCK")
                        .arg(blockMillis)
                        .arg("STREAMS")
                        .arg(KEY)
                        .arg(">"))
                .map(answer ->
                        answer == null ? List.of() : entries(answer.get(0).get(1)));
    }

    /** Takes over entries that another consumer (or an earlier start of this one) read and did not finish. */
    Future<List<Entry>> claim(long idleMillis) {
        return redis.send(Request.cmd(Command.XAUTOCLAIM)
                        .arg(KEY)
                        .arg(GROUP)
                        .arg(consumer)
                        .arg(idleMillis)
                        .arg("0-0")
                        .arg("COUNT")
                        .arg(COUNT))
                .map(answer -> entries(answer.get(1)));
    }

    /** Done with them: acknowledged and removed in one transaction. */
    Future<Void> finish(List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        Request acknowledge = Request.cmd(Command.XACK).arg(KEY).arg(GROUP);
        Request delete = Request.cmd(Command.XDEL).arg(KEY);
        for (Entry entry : entries) {
            acknowledge.arg(entry.id());
            delete.arg(entry.id());
        }
        return redis.batch(List.of(Request.cmd(Command.MULTI), acknowledge, delete, Request.cmd(Command.EXEC)))
                .mapEmpty();
    }

    /** Keeps what is no usage event for people to look at. */
    Future<Void> bury(List<Entry> entries) {
        List<Request> batch = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            batch.add(Request.cmd(Command.XADD)
                    .arg(DEAD_LETTERS)
                    .arg("MAXLEN")
                    .arg("~")
                    .arg(DEAD_LETTERS_KEPT)
                    .arg("*")
                    .arg(FIELD)
                    .arg(io.vertx.core.buffer.Buffer.buffer(entry.event())));
        }
        return batch.isEmpty() ? Future.succeededFuture() : redis.batch(batch).mapEmpty();
    }

    Future<Long> length() {
        return redis.send(Request.cmd(Command.XLEN).arg(KEY)).map(Response::toLong);
    }

    private static List<Entry> entries(Response list) {
        List<Entry> entries = new ArrayList<>(list.size());
        for (Response entry : list) {
            // Redis 6.2 answers XAUTOCLAIM with nil for an entry that was deleted meanwhile
            if (entry != null && entry.size() == 2 && entry.get(1) != null) {
                entries.add(new Entry(entry.get(0).toString(), event(entry.get(1))));
            }
        }
        return entries;
    }

    private static byte[] event(Response fields) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (fields.get(i).toString().equals(FIELD)) {
                return fields.get(i + 1).toBytes();
            }
        }
        return new byte[0];
    }
}
