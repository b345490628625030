package io.sluice.launcher;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.ConfigurationLoader;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code ./sluice up --suite}: the three services as three processes on this machine, with an embedded PostgreSQL and Redis when
 * none are configured. Everything comes from the environment, as for the services themselves, and {@code SLUICE_HOME}, the folder
 * of the checkout.
 */
public final class SuiteMain {

    private SuiteMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> environment = System.getenv();
        try {
            DataFolder data = DataFolder.open(Path.of(environment.getOrDefault("SLUICE_DATA", ".sluice")));
            MasterKey key = MasterKey.resolve(ConfigurationLoader.load(environment), data);
            Banner.masterKey(key, data, System.out);
            Suite suite = new Suite(environment, data, key, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "stop"));
            suite.start();
            Banner.ready(suite.url(), System.out);
            suite.awaitEnd();
        } catch (StartException | ConfigurationException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
