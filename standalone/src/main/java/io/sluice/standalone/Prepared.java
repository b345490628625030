package io.sluice.standalone;

import io.sluice.configuration.Configuration;
import io.sluice.launcher.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/** What was made before the container started and its beans need. Written once, by the main thread, before the start. */
final class Prepared {

    static volatile @Nullable Configuration configuration;
    static volatile @Nullable EmbeddedPostgres postgres;

    /** Quarkus has taken over: from now on it decides about the end. */
    static volatile boolean serving;

    static volatile boolean stopping;

    private Prepared() {}
}
