package io.sluice.accounting.batches;

import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Managed;
import io.sluice.contracts.files.FileStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.sqlclient.Pool;
import jakarta.ws.rs.Path;

/** The same without {@code /v1}, as LiteLLM has it. */
@Path("/batches")
@Managed
@RunOnVirtualThread
public class UnversionedBatchResource extends BatchResource {

    UnversionedBatchResource(Pool pool, FileStore files, BatchKeeper keeper, CurrentCaller caller) {
        super(pool, files, keeper, caller);
    }
}
