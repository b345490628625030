package io.sluice.bench;

import io.sluice.bench.report.Spread;
import io.sluice.bench.report.Table;
import io.sluice.bench.report.Verdicts;
import io.sluice.bench.subject.Sluice;
import io.sluice.bench.subject.Sluice.Setup;
import io.sluice.bench.subject.Workbench;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From {@code ./sluice up} to ready, on a data folder that was used before. */
final class StartTimes {

    private static final String WITH_CACHE = "standalone, JVM with AOT cache";

    private final Workbench bench;
    private final int rounds;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    StartTimes(Workbench bench, int rounds) {
        this.bench = bench;
        this.rounds = rounds;
    }

    Map<String, List<Double>> seconds() {
        return seconds;
    }

    String measure(Verdicts verdicts) {
        Map<String, Setup> setups = new LinkedHashMap<>();
        setups.put("standalone, JVM", Setup.STANDALONE.with("SLUICE_AOT", "off"));
        setups.put(WITH_CACHE, Setup.STANDALONE);
        Setup suite = Setup.STANDALONE.asSuite();
        setups.put("suite, JVM", suite.with("SLUICE_AOT", "off"));
        setups.put("suite, JVM with AOT cache", suite);
        if (Files.isExecutable(bench.home().resolve("gateway-service/target/gateway-service-runner"))) {
            setups.put("suite, native", suite.with("SLUICE_NATIVE", "true"));
        }
        setups.forEach((name, setup) -> {
            Sluice.start(bench, name, setup).close();
        });
        for (int round = 0; round < rounds; round++) {
            setups.forEach((name, setup) -> {
                try (Sluice sluice = Sluice.start(bench, name, setup)) {
                    seconds.computeIfAbsent(name, first -> new ArrayList<>()).add(sluice.readyMillis() / 1_000.0);
                }
            });
        }
        Table table = new Table("", "s to ready");
        seconds.forEach((name, all) -> table.row(name, Spread.of(all).text(2)));
        verdicts.atMost(
                "standalone with AOT cache is ready, s",
                Spread.of(seconds.getOrDefault(WITH_CACHE, List.of())),
                2,
                Double.NaN);
        return "\nStart, with its own PostgreSQL (the suite: and Redis), data folder used before\n" + table;
    }
}
