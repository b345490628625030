package io.sluice.accounting.database;

import io.sluice.accounting.access.ApiException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for the database on a virtual thread, in the management API. Never called on an event loop. */
public final class Answers {

    private static final long LIMIT_SECONDS = 10;

    private Answers() {}

    /**
     * @throws PgException what PostgreSQL objects to, for the caller to explain
     * @throws ApiException 503 when PostgreSQL cannot be asked, 400 when a value cannot be stored
     */
    public static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable();
        } catch (TimeoutException e) {
            throw ApiException.unavailable();
        } catch (ExecutionException e) {
            throw translated(e.getCause());
        }
    }

    private static RuntimeException translated(@Nullable Throwable fault) {
        if (fault instanceof PgException postgres) {
            return SqlStates.isDataFault(postgres.getSqlState()) && !SqlStates.isUniqueViolation(postgres)
                    ? ApiException.badRequest("A value cannot be stored: " + postgres.getErrorMessage(), null)
                    : SqlStates.isPassing(postgres.getSqlState()) ? ApiException.unavailable() : postgres;
        }
        return ApiException.unavailable();
    }
}
