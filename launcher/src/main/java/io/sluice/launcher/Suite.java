package io.sluice.launcher;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The three services as processes of this machine, with what they need. Plain start: who calls {@link #start} closes the household. */
final class Suite {

    /** Longer than the services themselves wait for calls under way. */
    private static final long DRAIN_SECONDS = 100;

    private final LaunchSettings settings;
    private final Programs programs;
    private final DataFolder data;
    private final Household household;
    private final PrintStream out;
    private final Map<String, String> environment;

    Suite(
            LaunchSettings settings,
            Map<String, String> environment,
            DataFolder data,
            MasterKey key,
            Household household,
            PrintStream out) {
        this.settings = settings;
        this.programs = Programs.of(settings, environment);
        this.data = data;
        this.household = household;
        this.out = out;
        this.environment = new HashMap<>(environment);
        this.environment.put("LITELLM_MASTER_KEY", key.value());
    }

    /** @param database the configured PostgreSQL; an embedded one is started when there is none */
    void start(Optional<String> database) throws InterruptedException {
        if (isUnset("REDIS_HOST") && isUnset("REDIS_URL")) {
            EmbeddedRedis redis = EmbeddedRedis.start(data, settings.cache());
            household.add(redis.process());
            environment.putAll(redis.environment());
        }
        if (database.isPresent()) {
            environment.put("DATABASE_URL", database.get());
        } else {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data, settings.cache());
            household.add(postgres.process());
            environment.put("DATABASE_URL", postgres.awaitReady().url());
        }
        int accounting = Ports.free();
        int router = Ports.free();
        environment.put("SLUICE_ACCOUNTING_URL", "http://127.0.0.1:" + accounting);
        environment.put("SLUICE_ROUTER_URL", "http://127.0.0.1:" + router);
        Child books = service("accounting-service", accounting, "127.0.0.1");
        Child engine = service("router-service", router, "127.0.0.1");
        Child edge = service("gateway-service", settings.port(), settings.host());
        Probe.await(books, "http://127.0.0.1:" + accounting + "/q/health/ready");
        Probe.await(engine, "http://127.0.0.1:" + router + "/q/health/ready");
        Probe.await(edge, settings.url() + "/q/health/ready");
    }

    private boolean isUnset(String variable) {
        return environment.getOrDefault(variable, "").isBlank();
    }

    private Child service(String name, int port, String host) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("PORT", Integer.toString(port));
        own.put("HOST", host);
        own.put("SLUICE_DATA", data.resolve(name).toString());
        // whether all is ready is said once, by us
        own.putIfAbsent("QUARKUS_LOG_CATEGORY__IO_QUARKUS__LEVEL", "WARN");
        return household.add(Child.start(
                data, name, programs.application(name), own, DRAIN_SECONDS, line -> out.println(name + " | " + line)));
    }
}
