package io.sluice.it.harness;

import io.sluice.launcher.Cache;
import io.sluice.launcher.DataFolder;
import io.sluice.launcher.EmbeddedPostgres;
import io.sluice.launcher.EmbeddedRedis;
import io.sluice.simulator.Simulator;
import io.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running Sluice of one shape in front of the simulated providers. Started once a shape, used by all test classes in turn. */
public final class Installation {

    /** The providers of all shapes; tests tell their calls apart by nonces. */
    public static final Simulator PROVIDERS = Simulator.start(SimulatorOptions.forTests());

    private static final Map<Shape, Installation> RUNNING = new EnumMap<>(Shape.class);

    private record Part(String module, int port, Map<String, String> environment) {}

    private final Shape shape;
    private final String masterKey = strongKey();
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, ServiceProcess> processes = new LinkedHashMap<>();
    private @Nullable Redis redis;

    private Installation(Shape shape) {
        this.shape = shape;
    }

    public static synchronized Installation of(Shape shape) {
        return RUNNING.computeIfAbsent(shape, wanted -> new Installation(wanted).start());
    }

    /** A master key as operators are told to make them. */
    public static String strongKey() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return "sk-" + HexFormat.of().formatHex(random);
    }

    private Installation start() {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("LITELLM_MASTER_KEY", masterKey);
        common.put("CONFIG_FILE_PATH", configuration().toString());
        // what passes through goes to the simulator, too
        common.put("OPENAI_API_BASE", PROVIDERS.url() + "/v1");
        common.put("AZURE_API_BASE", PROVIDERS.url());
        common.put("ANTHROPIC_API_BASE", PROVIDERS.url());
        common.put("MISTRAL_API_BASE", PROVIDERS.url() + "/mistral/v1");
        common.put("GEMINI_API_BASE", PROVIDERS.url() + "/gemini");
        for (String provider : List.of("OPENAI", "AZURE", "ANTHROPIC", "GEMINI", "MISTRAL")) {
            common.put(provider + "_API_KEY", "sk-provider");
        }
        switch (shape) {
            case STANDALONE -> add("standalone", "standalone", common);
            case SUITE -> addSuite(common);
            case FLEET -> addFleet(common);
            case TWO_STANDALONES -> {
                common.putAll(databases());
                add("standalone-a", "standalone", common);
                add("standalone-b", "standalone", common);
            }
        }
        parts.keySet().forEach(this::launch);
        processes.values().forEach(ServiceProcess::awaitReady);
        return this;
    }

    private void addSuite(Map<String, String> common) {
        common.putAll(databases());
        int accounting = add("accounting", "accounting-service", common);
        common.put("SLUICE_ACCOUNTING_URL", "http://127.0.0.1:" + accounting);
        int router = add("router", "router-service", common);
        common.put("SLUICE_ROUTER_URL", "http://127.0.0.1:" + router);
        add("gateway-a", "gateway-service", common);
        add("gateway-b", "gateway-service", common);
    }

    private void addFleet(Map<String, String> common) {
        common.putAll(databases());
        int accounting = add("accounting", "accounting-service", common);
        List<Integer> routers = new ArrayList<>();
        for (String name : List.of("router-a", "router-b", "router-c")) {
            routers.add(add(name, "router-service", common));
        }
        common.put("SLUICE_ROUTER_URL", "http://127.0.0.1:" + Balancer.over(routers));
        common.put("SLUICE_ACCOUNTING_URL", "http://127.0.0.1:" + accounting);
        add("gateway", "gateway-service", common);
    }

    private int add(String name, String module, Map<String, String> common) {
        String unique = shape.name().toLowerCase(java.util.Locale.ROOT) + '-' + name;
        Map<String, String> environment = new LinkedHashMap<>(common);
        environment.put("SLUICE_DATA", Run.folder(unique).toString());
        int port = Ports.next();
        parts.put(name, new Part(module, port, environment));
        return port;
    }

    private Map<String, String> databases() {
        DataFolder data = DataFolder.open(Run.folder(shape + "-databases"));
        Path cache = Cache.folder(System.getenv(), Path.of("target").toAbsolutePath());
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data, cache);
        Map<String, String> environment =
                new LinkedHashMap<>(EmbeddedRedis.start(data, cache).environment());
        redis = new Redis(Map.copyOf(environment));
        environment.put("DATABASE_URL", postgres.awaitReady().url());
        return environment;
    }

    /** The file that all parts read. */
    public Path configurationFile() {
        return Run.folder(shape + "-configuration").resolve("litellm_config.yaml");
    }

    private Path configuration() {
        Path file = configurationFile();
        try {
            String yaml = shape == Shape.FLEET
                    ? FleetConfiguration.yaml(PROVIDERS.url())
                    : TestConfiguration.yaml(PROVIDERS.url());
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServiceProcess launch(String name) {
        Part part = parts.get(name);
        String unique = shape.name().toLowerCase(java.util.Locale.ROOT) + '-' + name;
        ServiceProcess process = ServiceProcess.start(unique, part.module, part.port, part.environment);
        processes.put(name, process);
        return process;
    }

    /** Names of the processes. */
    public List<String> parts() {
        return List.copyOf(parts.keySet());
    }

    public ServiceProcess part(String name) {
        return processes.get(name);
    }

    /** Starts parts again that were killed, as they were, and waits until all of them serve. */
    public void restart(List<String> names) {
        List<ServiceProcess> started = names.stream().map(this::launch).toList();
        started.forEach(ServiceProcess::awaitReady);
    }

    /** What all processes said. */
    public String logs() {
        StringBuilder all = new StringBuilder();
        processes.values().forEach(process -> all.append(process.output()).append('\n'));
        return all.toString();
    }

    public String masterKey() {
        return masterKey;
    }

    public Redis redis() {
        if (redis == null) {
            throw new IllegalStateException(shape + " has no Redis");
        }
        return redis;
    }

    /** The addresses that clients may use. */
    public List<Gateway> gateways() {
        List<Gateway> gateways = new ArrayList<>();
        parts.forEach((name, part) -> {
            if (part.module.equals("standalone") || part.module.equals("gateway-service")) {
                gateways.add(new Gateway(processes.get(name).url(), masterKey));
            }
        });
        return gateways;
    }

    public Gateway gateway() {
        return gateways().getFirst();
    }

    /** As a balancer does. */
    public Gateway gateway(int turn) {
        List<Gateway> gateways = gateways();
        return gateways.get(turn % gateways.size());
    }
}
