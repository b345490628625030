package io.sluice.router.engine;

import io.sluice.router.catalog.Catalog;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.egress.Egress;
import io.sluice.router.media.MediaSource;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** What all calls of a configuration share. */
record CallEnvironment(
        Vertx vertx,
        Egress egress,
        Signers signers,
        MediaSource media,
        Deadlines deadlines,
        AttemptObserver observer,
        LongSupplier clock,
        EngineSettings settings,
        DeploymentTable table,
        GroupPlans plans,
        CallMemory memory,
        Catalog catalog) {}
