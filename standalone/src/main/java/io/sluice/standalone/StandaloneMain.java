package io.sluice.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.accounting.database.DatabaseUrl;
import io.sluice.configuration.CleanExit;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.configuration.LongTexts;
import io.sluice.configuration.StartException;
import io.sluice.configuration.StartFailure;
import io.sluice.launcher.Banner;
import io.sluice.launcher.DataFolder;
import io.sluice.launcher.EmbeddedPostgres;
import io.sluice.launcher.LaunchSettings;
import io.sluice.launcher.MasterKey;
import io.sluice.launcher.Ports;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the standalone: data folder, master key, PostgreSQL, and then the services' beans in this process. What is found here
 * reaches them as system properties of the environment variables' names.
 */
@QuarkusMain(name = "standalone")
public final class StandaloneMain {

    private StandaloneMain() {}

    public static void main(String[] args) {
        LongTexts.allow();
        try {
            prepare(System.getenv());
        } catch (StartException e) {
            closePostgres();
            StartFailure.print(e, System.err);
            System.exit(1);
        }
        CleanExit exit = CleanExit.install();
        Prepared.serving = true;
        Quarkus.run(
                Server.class,
                (code, failure) -> {
                    closePostgres();
                    exit.after(code, failure);
                },
                args);
    }

    private static void prepare(Map<String, String> environment) {
        LaunchSettings settings = LaunchSettings.of(environment);
        Configuration configuration = ConfigurationLoader.load(environment);
        Optional<String> database = configuration.general().string("database_url");
        database.ifPresent(DatabaseUrl::parse);
        DataFolder data = DataFolder.open(settings.data());
        Ports.requireFree(settings);
        MasterKey key = MasterKey.resolve(configuration, data);
        Banner.masterKey(key, data, System.out);
        Prepared.configuration = configuration.withGeneral("master_key", key.value());
        System.setProperty("SLUICE_DATA", data.path().toString());
        System.setProperty("DATABASE_URL", database.orElseGet(() -> embedded(data, settings)));
    }

    /** Its address; that it is ready is waited for in {@link PostgresAtStart}. */
    private static String embedded(DataFolder data, LaunchSettings settings) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data, settings.cache());
        Prepared.postgres = postgres;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // later Quarkus has a hook of its own: it drains first
            if (!Prepared.serving) {
                postgres.close();
            }
        }));
        return postgres.url();
    }

    private static void closePostgres() {
        Prepared.stopping = true;
        if (Prepared.postgres != null) {
            Prepared.postgres.close();
        }
    }
}
