package io.sluice.router.measure;

class LocalCountersTest extends SharedCountersContract {

    private final LocalCounters counters = new LocalCounters();

    @Override
    protected SharedCounters router(String name) {
        return counters.router(name);
    }
}
