package io.sluice.router.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleWindowTest {

    @Test
    void shouldKeepTheMeanOfTheNewestWhateverComes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int size = 1; size <= 20; size++) {
            SampleWindow window = new SampleWindow(size, 3_600_000);
            Deque<Long> model = new ArrayDeque<>();
            for (int i = 0; i < 100; i++) {
                long value = random.nextLong(2_000_000_000L);
                window.add(1_700_000_000_000L + i, value);
                model.addLast(value);
                if (model.size() > size) {
                    model.removeFirst();
                }
                double mean =
                        model.stream().mapToLong(Long::longValue).average().orElseThrow();
                assertThat(window.mean(1_700_000_000_100L)).isCloseTo(mean, within(0.001));
                assertThat(window.min(1_700_000_000_100L))
                        .isEqualTo(
                                model.stream().mapToLong(Long::longValue).min().orElseThrow());
            }
        }
    }

    @Test
    void shouldForgetWhatIsTooOld() {
        SampleWindow window = new SampleWindow(10, 60_000);
        long now = 1_700_000_000_000L;
        window.add(now, 100);
        window.add(now + 50_000, 300);

        assertThat(window.mean(now + 55_000)).isEqualTo(200);
        assertThat(window.mean(now + 70_000)).isEqualTo(300);
        assertThat(window.mean(now + 200_000)).isNaN();
        assertThat(window.min(now + 200_000)).isNaN();
    }

    @Test
    void shouldKnowNothingAtFirst() {
        assertThat(new SampleWindow(10, 60_000).mean(5)).isNaN();
    }

    @Test
    void shouldCutWhatIsOutOfRange() {
        SampleWindow window = new SampleWindow(1, 60_000);
        window.add(0, Long.MAX_VALUE);
        assertThat(window.mean(0)).isEqualTo((double) (1L << 40) - 1);
        window.add(0, -5);
        assertThat(window.mean(0)).isZero();
    }
}
