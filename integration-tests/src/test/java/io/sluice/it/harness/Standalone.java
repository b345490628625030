package io.sluice.it.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Standalones of single tests, beside those of the shapes. */
public final class Standalone {

    private Standalone() {}

    /** Starts one and returns at once; the same name finds the same data again. */
    public static ServiceProcess start(String name, Map<String, String> environment) {
        return startIn(name, name, environment);
    }

    /** The same with options for the JVM. */
    public static ServiceProcess start(String name, Map<String, String> environment, List<String> options) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putIfAbsent("SLUICE_DATA", Run.folder("data-" + name).toString());
        return ServiceProcess.start(name, "standalone", Ports.next(), all, options);
    }

    /** The same with the data folder that {@code dataOf} uses. */
    public static ServiceProcess startIn(String dataOf, String name, Map<String, String> environment) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putIfAbsent("SLUICE_DATA", Run.folder("data-" + dataOf).toString());
        return ServiceProcess.start(name, "standalone", Ports.next(), all);
    }
}
