package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.grantor.ForgetfulGrantor;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Redis and the network to it: messages are late, lost, doubled and overtake each other. */
final class SimRedis {

    private static final long CLOCK_BEHIND = 99_000;
    private static final long REPLICA_EVERY = 150;
    private static final int REPLICAS = 6;

    private final World world;
    private double lossy;
    private final ArrayDeque<ForgetfulGrantor.Replica> replicas = new ArrayDeque<>();
    final ForgetfulGrantor grantor;
    private long downUntil;
    private long slowUntil;
    private long forgotAt = Long.MIN_VALUE;

    SimRedis(World world, GrantTerms terms, double lossy) {
        this.world = world;
        this.lossy = lossy;
        this.grantor = new ForgetfulGrantor(terms, () -> world.now() - CLOCK_BEHIND + 1_000_000);
        replicate();
    }

    private void replicate() {
        replicas.add(grantor.replica());
        if (replicas.size() > REPLICAS) {
            replicas.remove();
        }
        world.after(REPLICA_EVERY, this::replicate);
    }

    void down(long millis) {
        downUntil = world.now() + millis;
    }

    void slow(long millis) {
        slowUntil = world.now() + millis;
    }

    void flush() {
        forgotAt = world.now();
        grantor.flush();
    }

    void failOver() {
        forgotAt = world.now();
        grantor.failOver(replicas.getFirst());
    }

    /** Nothing is lost or late any more. */
    void calm() {
        lossy = 0;
        downUntil = 0;
        slowUntil = 0;
    }

    /** When it last forgot something. */
    long forgotAt() {
        return forgotAt;
    }

    Grantor grantorFor(SimGateway gateway) {
        return call -> exchange(gateway, call);
    }

    private CompletionStage<GrantReply> exchange(SimGateway gateway, GrantCall call) {
        CompletableFuture<GrantReply> answer = new CompletableFuture<>();
        gateway.after(
                GrantTerms.ANSWER_MILLIS,
                () -> answer.completeExceptionally(new IllegalStateException("Redis does not answer")));
        if (gateway.isCutOff() || world.chance(lossy)) {
            return answer;
        }
        Executor sender = gateway.here();
        long saidAt = world.now();
        int copies = world.chance(lossy) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            world.after(
                    latency(),
                    () -> arrive(gateway, saidAt, call, reply -> sender.execute(() -> answer.complete(reply))));
        }
        return answer;
    }

    private void arrive(SimGateway gateway, long saidAt, GrantCall call, Consumer<GrantReply> answer) {
        if (world.now() < downUntil) {
            return;
        }
        GrantReply reply = grantor.answer(call);
        gateway.heard(saidAt);
        if (!gateway.isCutOff() && !world.chance(lossy)) {
            world.after(latency(), () -> answer.accept(reply));
        }
    }

    private long latency() {
        if (world.chance(lossy)) {
            return world.between(50, 3_000);
        }
        return world.now() < slowUntil ? world.between(20, 400) : world.between(0, 3);
    }
}
