package io.sluice.accounting.files;

import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Managed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.sqlclient.Pool;
import jakarta.ws.rs.Path;

/** The same without {@code /v1}, as LiteLLM has it. */
@Path("/files")
@Managed
@RunOnVirtualThread
public class UnversionedFileResource extends FileResource {

    UnversionedFileResource(Pool pool, CurrentCaller caller) {
        super(pool, caller);
    }
}
