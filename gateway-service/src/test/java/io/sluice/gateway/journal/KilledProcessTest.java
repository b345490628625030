package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that writes: all that it had been told is written is there. */
class KilledProcessTest {

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void shouldKeepEveryRecordThatWasAcknowledged(RepetitionInfo repetition) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalChild.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> begun = new HashSet<>();
        Set<String> ended = new HashSet<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                (words[0].equals("begin") ? begun : ended).add(words[1]);
                if (ended.size() == 1_000 * repetition.getCurrentRepetition()) {
                    // not through the process itself, which would close its output unread
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }

        JournalFixture after = new JournalFixture(folder);

        assertThat(after.damage).isEmpty();
        Map<String, UsageEvent> events =
                after.events().stream().collect(Collectors.toMap(UsageEvent::requestId, Function.identity()));
        assertThat(events.keySet()).containsAll(begun);
        for (UsageEvent event : events.values()) {
            if (ended.contains(event.requestId())) {
                assertThat(event.certainty()).isEqualTo(Certainty.EXACT);
                assertThat(event.cost().nanos())
                        .isEqualTo(Long.parseLong(event.requestId().split("-", -1)[1]));
            }
        }
        assertThat(events.values())
                .as("each thread was at one call when it was killed")
                .filteredOn(event -> !begun.contains(event.requestId()))
                .hasSizeLessThanOrEqualTo(2);
    }
}
