package io.sluice.grantor;

import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Holder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The grantor in Redis: one account is one hash, one report about it one run of {@code grant.lua}, which is atomic; a message is one batch
 * of them. The script needs Redis 5 or newer, or Valkey. Its clock is the server's. Its numbers are doubles: amounts above 2^53 (nine million
 * dollars) are taken as that, so that a larger budget is refused early, never late. Thread-safe.
 */
public final class RedisGrantor implements Grantor {

    static final String PREFIX = "sluice:grant:";

    private static final String SCRIPT = script();
    private static final long MOST = 1L << 53;
    private static final int FIRST_SILENT = 14;
    private static final int OF_A_HOLDER = 5;

    private final Vertx vertx;
    private final Redis redis;
    private final GrantTerms terms;
    private final Supplier<String> clock;
    private volatile String sha = "";

    public RedisGrantor(Vertx vertx, Redis redis, GrantTerms terms) {
        this(vertx, redis, terms, () -> "");
    }

    /** @param clock epoch milliseconds to use instead of the server's; empty: the server's */
    RedisGrantor(Vertx vertx, Redis redis, GrantTerms terms, Supplier<String> clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.terms = terms;
        this.clock = clock;
    }

    private static String script() {
        try (InputStream source = RedisGrantor.class.getResourceAsStream("grant.lua")) {
            if (source == null) {
                throw new IllegalStateException("grant.lua is not in the jar");
            }
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<GrantReply> exchange(GrantCall call) {
        Promise<GrantReply> answer = Promise.promise();
        long timer = vertx.setTimer(
                GrantTerms.ANSWER_MILLIS, fired -> answer.tryFail("Redis did not answer within its time"));
        loaded().compose(known -> run(call, known))
                .recover(fault ->
                        isUnknownScript(fault) ? load().compose(known -> run(call, known)) : Future.failedFuture(fault))
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        answer.tryComplete(done.result());
                    } else {
                        answer.tryFail(done.cause());
                    }
                });
        return answer.future().toCompletionStage();
    }

    private Future<String> loaded() {
        return sha.isEmpty() ? load() : Future.succeededFuture(sha);
    }

    private Future<String> load() {
        return redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(SCRIPT))
                .map(Response::toString)
                .onSuccess(known -> sha = known);
    }

    /** Redis was restarted, or its scripts were flushed: nothing of the batch was done. */
    private static boolean isUnknownScript(Throwable fault) {
        return String.valueOf(fault.getMessage()).contains("NOSCRIPT");
    }

    private Future<GrantReply> run(GrantCall call, String known) {
        List<Request> batch = new ArrayList<>(call.reports().size());
        for (Report report : call.reports()) {
            batch.add(request(known, call, report));
        }
        return redis.batch(batch).map(RedisGrantor::reply);
    }

    private Request request(String known, GrantCall call, Report report) {
        Request request = Request.cmd(Command.EVALSHA)
                .arg(known)
                .arg(1)
                .arg(PREFIX + report.account())
                .arg(call.gateway())
                .arg(report.account().meter().name().toLowerCase(Locale.ROOT))
                .arg(report.life())
                .arg(report.complete() ? "1" : "0")
                .arg(clock.get());
        for (long number : new long[] {
            terms.lease(),
            terms.grace(),
            terms.moneySlice(),
            terms.silentAfter(),
            call.sequence(),
            report.incarnation(),
            report.limit(),
            report.stopAt(),
            report.lifeMillis(),
            report.granted(),
            report.closed(),
            report.reserved(),
            report.counted(),
            report.ledger(),
            report.floor(),
            report.need(),
            report.want()
        }) {
            request.arg(Math.clamp(number, -MOST, MOST));
        }
        for (Holder gone : report.gone()) {
            request.arg(gone.gateway()).arg(gone.incarnation()).arg(gone.reportedAt());
        }
        return request;
    }

    private static GrantReply reply(List<Response> responses) {
        List<GrantReply.Answer> answers = new ArrayList<>(responses.size());
        for (Response response : responses) {
            answers.add(standing(response));
        }
        return new GrantReply(answers);
    }

    private static Standing standing(Response answer) {
        List<Holder> silent = new ArrayList<>(0);
        for (int i = FIRST_SILENT; i < answer.size(); i += OF_A_HOLDER) {
            silent.add(new Holder(
                    answer.get(i).toString(),
                    number(answer, i + 1),
                    number(answer, i + 2),
                    number(answer, i + 3),
                    number(answer, i + 4)));
        }
        return new Standing(
                answer.get(0).toString(),
                number(answer, 1),
                number(answer, 2) == 1,
                number(answer, 3),
                number(answer, 4),
                number(answer, 5),
                number(answer, 6),
                number(answer, 7),
                number(answer, 8),
                number(answer, 9),
                number(answer, 10),
                number(answer, 11),
                number(answer, 12) == 1,
                silent,
                number(answer, 13));
    }

    private static long number(Response answer, int index) {
        return answer.get(index).toLong();
    }
}
