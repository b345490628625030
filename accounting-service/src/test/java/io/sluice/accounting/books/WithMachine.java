package io.sluice.accounting.books;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives the books under test a {@link Machine}, and hands it to tests that have a field for it. */
public final class WithMachine implements QuarkusTestResourceLifecycleManager {

    private Machine machine;

    @Override
    public Map<String, String> start() {
        machine = new Machine();
        Map<String, String> settings = new HashMap<>();
        settings.put("DATABASE_URL", machine.databaseUrl());
        settings.put("LITELLM_MASTER_KEY", Machine.MASTER_KEY);
        machine.redisEnvironment().forEach((name, value) -> settings.put("books." + name, value));
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(machine, new TestInjector.MatchesType(Machine.class));
    }

    @Override
    public void stop() {
        machine.close();
    }
}
