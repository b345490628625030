package io.sluice.launcher;

import java.io.PrintStream;

/** The lines that a person at the terminal looks for. */
public final class Banner {

    private Banner() {}

    /** Shows a master key that was made just now; never one that was given. */
    public static void masterKey(MasterKey key, DataFolder data, PrintStream out) {
        if (key.generatedNow()) {
            out.println("Master key (shown once, kept in " + data.resolve("master.key") + "): " + key.value());
        }
    }

    public static void ready(String url, PrintStream out) {
        out.println("Sluice is ready at " + url);
        out.flush();
    }
}
