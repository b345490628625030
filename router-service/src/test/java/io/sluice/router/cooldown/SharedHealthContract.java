package io.sluice.router.cooldown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link SharedHealth} does. */
public abstract class SharedHealthContract {

    private final String id = "deployment-" + UUID.randomUUID();

    /** News as a router of this name gives and hears them, connected when it returns. */
    protected abstract SharedHealth router(String name) throws Exception;

    private static BlockingQueue<HealthNotice> ear(SharedHealth health) {
        BlockingQueue<HealthNotice> heard = new LinkedBlockingQueue<>();
        health.subscribe(heard::add);
        return heard;
    }

    private static HealthNotice next(BlockingQueue<HealthNotice> heard) throws InterruptedException {
        HealthNotice notice = heard.poll(60, TimeUnit.SECONDS);
        assertThat(notice).as("a notice").isNotNull();
        return notice;
    }

    private List<HealthNotice> resting(SharedHealth health) {
        return health.resting().toCompletableFuture().join().stream()
                .filter(notice -> notice.deploymentId().equals(id))
                .toList();
    }

    @Test
    void shouldTellTheOthersAndNotTheOneWhoSaidIt() throws Exception {
        SharedHealth a = router("a");
        SharedHealth b = router("b");
        BlockingQueue<HealthNotice> heardByA = ear(a);
        BlockingQueue<HealthNotice> heardByB = ear(b);

        HealthNotice rest = new HealthNotice(id, 30_000, FaultOwner.CREDENTIAL, 3);
        a.publish(rest);
        assertThat(next(heardByB)).isEqualTo(rest);
        b.publish(HealthNotice.recovered(id));
        // what A hears first is B's word: its own did not come back
        assertThat(next(heardByA)).isEqualTo(HealthNotice.recovered(id));
    }

    @Test
    void shouldTellALateOneWhatStillRests() throws Exception {
        SharedHealth a = router("a");
        SharedHealth b = router("b");
        BlockingQueue<HealthNotice> heardByB = ear(b);
        a.publish(new HealthNotice(id, 100_000, FaultOwner.QUOTA, 1));
        next(heardByB);

        assertThat(resting(b)).singleElement().satisfies(notice -> {
            assertThat(notice.restMillis()).isCloseTo(100_000, within(60_000L));
            assertThat(notice.owner()).isEqualTo(FaultOwner.QUOTA);
            assertThat(notice.openings()).isEqualTo(1);
        });

        a.publish(HealthNotice.recovered(id));
        next(heardByB);
        assertThat(resting(b)).isEmpty();
    }

    @Test
    void shouldForgetARestThatIsOver() throws Exception {
        SharedHealth a = router("a");
        SharedHealth b = router("b");
        BlockingQueue<HealthNotice> heardByB = ear(b);
        a.publish(new HealthNotice(id, 1, FaultOwner.DEPLOYMENT, 1));
        next(heardByB);
        pass(5);

        assertThat(resting(b)).isEmpty();
    }

    /** Lets so many milliseconds pass. */
    protected abstract void pass(long millis) throws InterruptedException;
}
