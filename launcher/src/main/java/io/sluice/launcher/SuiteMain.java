package io.sluice.launcher;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import java.util.Map;

/**
 * {@code ./sluice up --suite}: the three services as three processes on this machine, with an embedded PostgreSQL and Redis when
 * none are configured. Everything comes from the environment, as for the services themselves, and {@code SLUICE_HOME}, the folder
 * of the checkout.
 */
public final class SuiteMain {

    private SuiteMain() {}

    public static void main(String[] args) {
        Foreground.run(household -> {
            Map<String, String> environment = System.getenv();
            LaunchSettings settings = LaunchSettings.of(environment);
            Configuration configuration = ConfigurationLoader.load(environment);
            DataFolder data = DataFolder.open(settings.data());
            Ports.requireFree(settings);
            MasterKey key = MasterKey.resolve(configuration, data);
            Banner.masterKey(key, data, System.out);
            new Suite(settings, environment, data, key, household, System.out)
                    .start(configuration.general().string("database_url"));
            Banner.ready(settings.url(), System.out);
        });
    }
}
