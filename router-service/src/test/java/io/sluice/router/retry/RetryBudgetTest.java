package io.sluice.router.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.retry.RetryBudget.Grant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final RetryBudget budget = new RetryBudget();

    @Test
    void shouldNeverGrantMoreThanItsShareOfTheRequestsAndTheCredit() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RetryBudget each = new RetryBudget();
            int requests = 0;
            int retries = 0;
            int underWay = 0;
            int most = random.nextInt(1, 50);
            for (int i = 0; i < 20_000; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        each.request();
                        requests++;
                    }
                    case 1 -> {
                        if (each.retry(false) == Grant.GRANTED) {
                            retries++;
                            underWay++;
                        }
                    }
                    default -> {
                        if (underWay > 0 && (underWay > most || random.nextBoolean())) {
                            each.done();
                            underWay--;
                        }
                    }
                }
                assertThat(retries)
                        .isLessThanOrEqualTo(
                                RetryBudget.CREDIT + RetryBudget.DEBT + requests * RetryBudget.EARNED / 100);
            }
        }
    }

    @Test
    void shouldComeToAFifthInALongOutageWithManyCalls() {
        int retries = 0;
        Deque<Integer> ends = new ArrayDeque<>();
        for (int second = 0; second < 600; second++) {
            for (int call = 0; call < 50; call++) {
                budget.request();
                for (int attempt = 0; attempt < 2; attempt++) {
                    if (budget.retry(true) == Grant.GRANTED) {
                        retries++;
                        ends.add(second + 1);
                    }
                }
            }
            while (!ends.isEmpty() && ends.getFirst() <= second) {
                ends.removeFirst();
                budget.done();
            }
        }
        assertThat(1 + retries / (600.0 * 50)).isLessThanOrEqualTo(1.2);
        assertThat(retries).as("what is allowed is used").isGreaterThan(600 * 50 * 18 / 100);
    }

    @Test
    void shouldKeepAllRetriesOfALoneCallerHoweverLongItFails() {
        for (int call = 0; call < 1_000; call++) {
            budget.request();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(budget.retry(true)).as("call " + call).isEqualTo(Grant.GRANTED);
                budget.done();
            }
        }
    }

    @Test
    void shouldLetALoneCallerThatDoesNotWaitOweOnlySoMuch() {
        int granted = 0;
        for (int i = 0; i < 1_000; i++) {
            if (budget.retry(false) == Grant.GRANTED) {
                granted++;
                budget.done();
            }
        }
        assertThat(granted).isBetween(RetryBudget.CREDIT, RetryBudget.CREDIT + RetryBudget.DEBT);
    }

    @Test
    void shouldNotHedgeOnCredit() {
        while (budget.hedge() == Grant.GRANTED) {
            budget.done();
        }
        assertThat(budget.left()).isZero();
        assertThat(budget.retry(true)).isEqualTo(Grant.GRANTED);
        budget.done();
        assertThat(budget.hedge()).isEqualTo(Grant.REFUSED);
    }

    @Test
    void shouldSaveNoMoreThanItsCredit() {
        for (int i = 0; i < 100_000; i++) {
            budget.request();
        }
        assertThat(budget.left()).isEqualTo(RetryBudget.CREDIT);
    }

    @Test
    void shouldKeepItsLawBetweenThreads() throws InterruptedException {
        LongAdder granted = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    budget.request();
                    if (budget.retry(false) == Grant.GRANTED) {
                        granted.increment();
                        budget.done();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted.sum()).isBetween(56_000L, 57_000L + RetryBudget.CREDIT + RetryBudget.DEBT);
    }
}
