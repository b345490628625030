package io.sluice.router.start;

import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.router.engine.Engine;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Notices a changed configuration file (and YAML files beside it, which it may include), checks it, and swaps the engine's models.
 * A file that cannot be read leaves the last good one serving, and says so in the log and in the health check. Looks at sizes
 * and times instead of waiting for events of the file system: mounted volumes and Kubernetes' symbolic links send none.
 */
@Singleton
class ConfigurationWatch {

    private static final Logger LOG = Logger.getLogger(ConfigurationWatch.class);
    private static final long INTERVAL_MILLIS = 2_000;

    private final Vertx vertx;
    private final Engine engine;
    private final ServedModels served;
    private final Optional<Path> source;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<Path, String> seen = Map.of();
    private volatile Optional<String> rejected = Optional.empty();
    private volatile Configuration current;

    ConfigurationWatch(Vertx vertx, Engine engine, ServedModels served, Configuration configuration) {
        this.vertx = vertx;
        this.engine = engine;
        this.served = served;
        this.source = configuration.source().map(Path::toAbsolutePath);
        this.current = configuration;
    }

    void start(@Observes StartupEvent event) {
        report();
        source.ifPresent(file -> {
            seen = fingerprint(file);
            vertx.setPeriodic(INTERVAL_MILLIS, ignored -> vertx.executeBlocking(() -> look(file)));
        });
    }

    /** Why the newest file does not serve; empty when it does. */
    Optional<String> rejected() {
        return rejected;
    }

    /** The configuration that serves. */
    Configuration current() {
        return current;
    }

    /** @return whether the models were swapped */
    boolean look(Path file) {
        if (!looking.compareAndSet(false, true)) {
            return false;
        }
        try {
            Map<Path, String> now = fingerprint(file);
            if (now.equals(seen)) {
                return false;
            }
            seen = now;
            return reload(file);
        } finally {
            looking.set(false);
        }
    }

    private boolean reload(Path file) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CONFIG_FILE_PATH", file.toString());
        try {
            Configuration changed = ConfigurationLoader.load(environment);
            served.file(changed);
            current = changed;
        } catch (ConfigurationException e) {
            rejected = Optional.of(e.getMessage());
            LOG.errorf("The changed configuration is not used, the last good one goes on serving: %s", e.getMessage());
            return false;
        }
        rejected = Optional.empty();
        LOG.infof("Configuration %s reloaded", file);
        report();
        return true;
    }

    private void report() {
        List<String> unpriced = engine.current().offers().stream()
                .filter(offer -> !offer.priced() && !offer.name().contains("*"))
                .map(ModelOffer::name)
                .toList();
        List<String> lines = ModelReport.lines(engine.status(), unpriced);
        LOG.log(lines.size() > 1 ? Logger.Level.WARN : Logger.Level.INFO, String.join("\n", lines));
    }

    private static Map<Path, String> fingerprint(Path file) {
        Map<Path, String> stamps = new HashMap<>();
        stamps.put(file, stamp(file));
        Path folder = file.getParent();
        if (folder != null) {
            try (Stream<Path> beside = Files.list(folder)) {
                List<Path> yaml = beside.filter(ConfigurationWatch::isYaml).toList();
                yaml.forEach(path -> stamps.put(path, stamp(path)));
            } catch (IOException | UncheckedIOException unreadable) {
                LOG.debugf("Cannot list %s; only %s itself is watched", folder, file);
            }
        }
        return stamps;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
        } catch (IOException gone) {
            return "unreadable";
        }
    }
}
