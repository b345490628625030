package io.sluice.bench.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.bench.measure.Processes;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Sluice as its users start it, by {@code ./sluice up}. */
public final class Sluice implements Subject {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern SERVICE = Pattern.compile("/(gateway|router|accounting)-service/");

    /** Limits of every kind that no load here reaches. */
    private static final String LIMITS =
            "\"max_budget\":1000000,\"budget_duration\":\"30d\",\"rpm_limit\":1000000000,\"tpm_limit\":1000000000000,"
                    + "\"max_parallel_requests\":100000";

    private final String name;
    private final Setup setup;
    private final int port = Ports.free();
    private final String masterKey = masterKey();
    private final ChildProcess process;
    private final long readyMillis;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * How it is set up.
     *
     * @param suite three processes instead of one
     * @param governed with authentication, limits, budget and ledger
     * @param deployments how many deployments the chat model has
     * @param environment more variables
     */
    public record Setup(boolean suite, boolean governed, int deployments, Map<String, String> environment) {

        public static final Setup STANDALONE = new Setup(false, true, 1, Map.of());

        public Setup asSuite() {
            return new Setup(true, governed, deployments, environment);
        }

        public Setup ungoverned() {
            return new Setup(suite, false, deployments, environment);
        }

        public Setup deployments(int number) {
            return new Setup(suite, governed, number, environment);
        }

        public Setup with(String variable, String value) {
            Map<String, String> more = new LinkedHashMap<>(environment);
            more.put(variable, value);
            return new Setup(suite, governed, deployments, more);
        }
    }

    private Sluice(Workbench bench, String name, Setup setup, String data) {
        this.name = name;
        this.setup = setup;
        List<String> command = new ArrayList<>(List.of(
                bench.home().resolve("sluice").toString(),
                "up",
                "--config",
                bench.write(name.replace(' ', '-') + ".yaml", Configurations.yaml(bench.upstreamPort(), setup))
                        .toString(),
                "--port",
                Integer.toString(port),
                "--data",
                bench.folder().resolve(data).toString()));
        if (setup.suite()) {
            command.add("--suite");
        }
        Map<String, String> environment = new LinkedHashMap<>(setup.environment());
        environment.put("LITELLM_MASTER_KEY", masterKey);
        environment.put("HOST", "127.0.0.1");
        long start = System.nanoTime();
        process = bench.start(name, command, environment);
        awaitReady();
        readyMillis = (System.nanoTime() - start) / 1_000_000;
    }

    /** Returns when it is ready. */
    public static Sluice start(Workbench bench, String name, Setup setup) {
        return new Sluice(bench, name, setup, "data-" + name.replace(' ', '-'));
    }

    /** With the data folder that another one used before. */
    public static Sluice restart(Workbench bench, String name, Setup setup, String sameAs) {
        return new Sluice(bench, name, setup, "data-" + sameAs.replace(' ', '-'));
    }

    private static String masterKey() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return "sk-" + HexFormat.of().formatHex(random);
    }

    private void awaitReady() {
        Ports.awaitOpen(process, port, PATIENCE);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            process.requireAlive();
            try {
                if (send("GET", "/q/health/ready", "").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // asked again
            }
            Ports.pause();
        }
        throw new IllegalStateException(name + " is not ready:\n" + process.lastLines());
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .header("authorization", "Bearer " + masterKey)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode ask(String method, String path, String body) {
        try {
            HttpResponse<String> answer = send(method, path, body);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        name + ": " + path + " answered " + answer.statusCode() + ' ' + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(name + ": " + path + ": " + e, e);
        }
    }

    /** From the start of the process until it was ready. */
    public long readyMillis() {
        return readyMillis;
    }

    @Override
    public String newKey() {
        return ask("POST", "/key/generate", '{' + LIMITS + '}').path("key").asText();
    }

    @Override
    public long billedNanos(String key) {
        if (!setup.governed()) {
            return -1;
        }
        BigDecimal dollars = ask("GET", "/key/info?key=" + key, "")
                .path("info")
                .path("spend")
                .decimalValue();
        return dollars.movePointRight(9)
                .setScale(0, java.math.RoundingMode.HALF_UP)
                .longValueExact();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return Ports.address(port);
    }

    @Override
    public Map<Long, String> processes() {
        Map<Long, String> named = new LinkedHashMap<>();
        for (Processes.Process each : Processes.now().tree(process.pid())) {
            named.put(each.pid(), part(each));
        }
        return named;
    }

    private String part(Processes.Process each) {
        if (each.command().startsWith("postgres")) {
            return "PostgreSQL";
        }
        if (each.command().startsWith("redis")) {
            return "Redis";
        }
        Matcher service = SERVICE.matcher(Processes.commandLine(each.pid()));
        return service.find() ? service.group(1) : setup.suite() ? "launcher" : "standalone";
    }

    @Override
    public void close() {
        process.close();
    }
}
