package io.sluice.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.launcher.Banner;
import io.sluice.launcher.Cache;
import io.sluice.launcher.DataFolder;
import io.sluice.launcher.EmbeddedPostgres;
import io.sluice.launcher.MasterKey;
import io.sluice.launcher.StartException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts the standalone: data folder, master key, PostgreSQL, and then the services' beans in this process. What is found here
 * reaches them as system properties of the environment variables' names.
 */
@QuarkusMain
public final class StandaloneMain {

    private StandaloneMain() {}

    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        try {
            Configuration configuration = ConfigurationLoader.load(environment);
            DataFolder data = DataFolder.open(Path.of(environment.getOrDefault("SLUICE_DATA", ".sluice")));
            MasterKey key = MasterKey.resolve(configuration, data);
            Banner.masterKey(key, data, System.out);
            System.setProperty("SLUICE_DATA", data.path().toString());
            Prepared.configuration = configuration.withGeneral("master_key", key.value());
            if (configuration.general().string("database_url").isEmpty()) {
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, Cache.folder(environment), System.out);
                System.setProperty("DATABASE_URL", postgres.awaitReady().url());
                Prepared.postgres = postgres;
            } else {
                System.setProperty(
                        "DATABASE_URL",
                        configuration.general().string("database_url").get());
            }
        } catch (StartException | ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(Server.class, (code, failure) -> stopped(code, failure), args);
    }

    private static void stopped(int code, Throwable failure) {
        if (Prepared.postgres != null) {
            Prepared.postgres.close();
        }
        if (failure != null) {
            System.err.println("Sluice stopped: " + failure.getMessage());
        }
        System.exit(failure == null ? code : 1);
    }
}
