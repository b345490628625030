package io.sluice.bench;

import io.sluice.bench.subject.Direct;
import io.sluice.bench.subject.Proxy;
import io.sluice.bench.subject.Sluice;
import io.sluice.bench.subject.Sluice.Setup;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.subject.Workbench;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subjects of a run, each started when it is first asked for and running until the end. */
final class Roster implements AutoCloseable {

    static final String DIRECT = "direct";
    static final String NGINX = "nginx";
    static final String VERTX = "bare Vert.x";
    static final String STANDALONE = "standalone";
    static final String UNGOVERNED = "standalone, all off";
    static final String SUITE = "suite";
    static final String NATIVE_SUITE = "suite, native";
    static final String THOUSAND = "standalone, 1,000 deployments";

    private final Workbench bench;
    private final Subject upstream;
    private final Map<String, Subject> running = new LinkedHashMap<>();

    Roster(Workbench bench) {
        this.bench = bench;
        upstream = Direct.start(bench);
        running.put(DIRECT, upstream);
    }

    Subject upstream() {
        return upstream;
    }

    /** In the order in which they are asked; without what this machine does not have. */
    List<Subject> of(List<String> names) {
        List<Subject> subjects = new ArrayList<>();
        for (String name : names) {
            Subject subject = running.get(name);
            if (subject == null && isPossible(name)) {
                subject = start(name);
                if (subject != null) {
                    running.put(name, subject);
                }
            }
            if (subject != null) {
                subjects.add(subject);
            }
        }
        return subjects;
    }

    List<Subject> all() {
        return List.copyOf(running.values());
    }

    private boolean isPossible(String name) {
        return !name.equals(NATIVE_SUITE)
                || Files.isExecutable(bench.home().resolve("gateway-service/target/gateway-service-runner"));
    }

    private @Nullable Subject start(String name) {
        return switch (name) {
            case NGINX -> Proxy.nginx(bench).orElse(null);
            case VERTX -> Proxy.vertx(bench);
            case STANDALONE -> Sluice.start(bench, name, Setup.STANDALONE);
            case UNGOVERNED -> Sluice.start(bench, name, Setup.STANDALONE.ungoverned());
            case SUITE -> Sluice.start(bench, name, Setup.STANDALONE.asSuite());
            case NATIVE_SUITE ->
                Sluice.start(bench, name, Setup.STANDALONE.asSuite().with("SLUICE_NATIVE", "true"));
            case THOUSAND -> Sluice.start(bench, name, Setup.STANDALONE.deployments(1_000));
            default -> throw new IllegalArgumentException("no subject is called '" + name + "'");
        };
    }

    @Override
    public void close() {
        List<Subject> all = new ArrayList<>(running.values());
        all.reversed().forEach(Subject::close);
        running.clear();
    }
}
