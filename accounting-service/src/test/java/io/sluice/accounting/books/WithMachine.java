package io.sluice.accounting.books;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the books under test a {@link Machine}, and hands it to tests that have a field for it. */
public class WithMachine implements QuarkusTestResourceLifecycleManager {

    private final boolean reachable;
    private @Nullable Machine machine;

    public WithMachine() {
        this(true);
    }

    WithMachine(boolean reachable) {
        this.reachable = reachable;
    }

    @Override
    public Map<String, String> start() {
        machine = new Machine(reachable);
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
        if (machine != null) {
            machine.close();
        }
    }
}
