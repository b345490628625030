package io.sluice.router.cooldown;

class LocalHealthTest extends SharedHealthContract {

    private long now = 1_000_000;
    private final LocalHealth health = new LocalHealth(() -> now);

    @Override
    protected SharedHealth router(String name) {
        return health.router(name);
    }

    @Override
    protected void pass(long millis) {
        now += millis;
    }
}
