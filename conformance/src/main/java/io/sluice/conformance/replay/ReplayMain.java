package io.sluice.conformance.replay;

import io.sluice.conformance.cases.Case;
import io.sluice.conformance.cases.CaseLibrary;
import io.sluice.conformance.cases.GatewayConfig;
import io.sluice.conformance.cases.Profile;
import io.sluice.conformance.compare.Aspect;
import io.sluice.conformance.json.Json;
import io.sluice.conformance.provider.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replays recorded cases against a gateway from the command line. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Replays recorded conversations of the LiteLLM Proxy against a gateway; exit code 1 if any case failed")
public final class ReplayMain implements Callable<Integer> {
    @Option(names = "--cases", description = "folder of cases (default: conformance/data of the repository)")
    private @Nullable Path folder;

    @Option(names = "--start", description = "command that starts the gateway; {config} and {port} are filled in")
    private @Nullable String start;

    @Option(names = "--url", description = "a gateway that runs already, with the configuration of one profile")
    private @Nullable URI url;

    @Option(names = "--write-config", description = "write the litellm_config.yaml of --profile and stop")
    private @Nullable Path writeConfig;

    @Option(names = "--profile", description = "only this profile (with --url: main)")
    private @Nullable String profile;

    @Option(names = "--without", description = "leave a profile out")
    private List<String> without = new ArrayList<>();

    @Option(names = "--port", description = "port of a started gateway")
    private int port = 4000;

    @Option(names = "--upstream-port", description = "port of the scripted provider")
    private int upstreamPort = 4900;

    @Option(names = "--key", description = "master key of the gateway")
    private String key = "sk-oracle-0f3c9a7e5b1d4826a9c0e7f1b2d3";

    @Option(names = "--parallel")
    private int parallel = 16;

    @Option(names = "--timeout", description = "seconds")
    private int timeout = 90;

    @Option(names = "--filter", description = "only case ids that match this glob")
    private String filter = "*";

    @Option(names = "--case", description = "one case, everything about it")
    private @Nullable String one;

    @Option(names = "--chop", description = "cut the provider's streams into pieces of so many bytes")
    private int chop;

    @Option(names = "--strict", description = "headers, cost, error text and LiteLLM's own members count, too")
    private boolean strict;

    @Option(names = "--known", description = "file of known differences (default: that of the repository)")
    private @Nullable Path known;

    @Option(names = "--report", description = "JSON report")
    private @Nullable Path report;

    @Option(names = "--work", description = "folder for configurations and logs")
    private Path work = Path.of("target/replay");

    @Option(names = "--list", description = "print the ids of the cases and stop")
    private boolean list;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ReplayMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CaseLibrary all = folder == null ? CaseLibrary.ofRepository() : CaseLibrary.load(folder);
        CaseLibrary library = all.filter(one == null ? filter : one);
        String only = profile == null && url != null ? "main" : profile;
        Map<String, List<Case>> groups = library.byProfile();
        groups.keySet().removeIf(p -> without.contains(p) || only != null && !only.equals(p));
        if (groups.isEmpty()) {
            System.err.println("no case matches");
            return 2;
        }
        if (list) {
            groups.values().forEach(cases -> cases.forEach(c -> System.out.println(c.id())));
            return 0;
        }
        if (writeConfig != null) {
            Map.Entry<String, List<Case>> first = groups.entrySet().iterator().next();
            String provider = "http://127.0.0.1:" + upstreamPort;
            Files.writeString(writeConfig, config(library, first.getKey(), first.getValue(), provider));
            return 0;
        }
        if (start == null && url == null) {
            System.err.println("say how to start the gateway (--start) or where it is (--url)");
            return 2;
        }
        return show(replay(library, groups));
    }

    private Report replay(CaseLibrary library, Map<String, List<Case>> groups)
            throws IOException, InterruptedException {
        ReplayOptions options = new ReplayOptions(
                parallel,
                Duration.ofSeconds(timeout),
                strict ? Set.of(Aspect.values()) : Aspect.CORE,
                knownDifferences());
        Report report = new Report(List.of(), options.counted());
        Files.createDirectories(work);
        try (ScriptedProvider provider = ScriptedProvider.start(upstreamPort, chop)) {
            Replay replay = new Replay(provider, options);
            for (Map.Entry<String, List<Case>> group : groups.entrySet()) {
                if (url != null) {
                    report = report.and(replay.run(new GatewayUnderTest(url, key), group.getValue()));
                    continue;
                }
                URI address = URI.create("http://127.0.0.1:" + port);
                try (GatewayProcess process = started(library, group.getKey(), group.getValue(), provider.address())) {
                    process.awaitReady(address);
                    report = report.and(replay.run(new GatewayUnderTest(address, key), group.getValue()));
                }
            }
        }
        return report;
    }

    private GatewayProcess started(CaseLibrary library, String name, List<Case> cases, String provider)
            throws IOException {
        Path config = work.resolve("litellm_config." + name + ".yaml").toAbsolutePath();
        Files.writeString(config, config(library, name, cases, provider));
        Profile p = profileOf(library, name);
        Map<String, String> environment = GatewayConfig.environment(p, provider, key);
        Path log = work.resolve("gateway." + name + ".log");
        return GatewayProcess.start(
                Optional.ofNullable(start).orElseThrow(), config, port, environment, p.database(), log);
    }

    private static String config(CaseLibrary library, String name, List<Case> cases, String provider) {
        boolean databaseUrl = System.getenv("DATABASE_URL") != null;
        return GatewayConfig.write(profileOf(library, name), cases, provider, databaseUrl);
    }

    private static Profile profileOf(CaseLibrary library, String name) {
        return Optional.ofNullable(library.profiles().get(name))
                .orElseThrow(() -> new IllegalStateException("no profile " + name));
    }

    private KnownDifferences knownDifferences() {
        return KnownDifferences.load(
                known == null ? CaseLibrary.repositoryFile("docs/conformance/known-differences.txt") : known);
    }

    private int show(Report results) throws IOException {
        if (report != null) {
            Files.writeString(report, Json.pretty(results.json()));
        }
        System.out.println(one == null ? results.text() : results.details() + "\n" + results.text());
        return results.failures().isEmpty() ? 0 : 1;
    }
}
