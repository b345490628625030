package io.sluice.accounting.files;

import io.sluice.configuration.BatchSettings;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Files in PostgreSQL. Each step answers or fails within ten seconds. */
@ApplicationScoped
public class PgFileStore implements FileStore {

    private static final long LIMIT_SECONDS = 10;
    private static final int SECONDS_A_DAY = 86_400;

    private static final String BEGIN = "INSERT INTO files (id, owner, filename, purpose, expires_at)"
            + " VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')";

    private static final String APPEND = "INSERT INTO file_pieces (file_id, piece, bytes) VALUES ($1, $2, $3)";

    private static final String COMPLETE = "UPDATE files SET complete = true,"
            + " bytes = (SELECT coalesce(sum(octet_length(p.bytes)), 0) FROM file_pieces p WHERE p.file_id = $1)"
            + " WHERE id = $1 RETURNING *";

    /** A file that has expired is not there, whether it is deleted yet or not. */
    static final String VISIBLE = "complete AND expires_at > now() AND ($1::text IS NULL OR owner = $1)";

    /** A provider runs its lines: what comes back is read beside them, so their bytes stay until then. */
    public static final String HELD = "id IN (SELECT b.input_file_id FROM batches b WHERE b.provider IS NOT NULL"
            + " AND b.status IN ('validating', 'in_progress', 'finalizing', 'cancelling'))";

    /** Nobody sees it any more; one that is held goes when it is not. */
    private static final String DELETE = "WITH hidden AS (UPDATE files SET expires_at = now() WHERE " + VISIBLE
            + " AND id = $2 AND " + HELD + " RETURNING id), gone AS (DELETE FROM files WHERE " + VISIBLE
            + " AND id = $2 AND NOT " + HELD + " RETURNING id) SELECT id FROM hidden UNION ALL SELECT id FROM gone";

    private static final String NOTE =
            "INSERT INTO files (id, owner, filename, purpose, expires_at, provider, bytes, complete)"
                    + " VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second', $6, $7, true) RETURNING *";

    private static final String FIND = "SELECT * FROM files WHERE " + VISIBLE + " AND id = $2";

    /** What is not seen any more may still be at its provider. */
    private static final String FOREIGN = "SELECT id FROM files WHERE id = ANY($1) AND owner <> $2 LIMIT 1";

    private static final String PIECE = "SELECT bytes FROM file_pieces WHERE file_id = $1 AND piece = $2";

    private final Pool pool;
    private final long lifetimeSeconds;

    PgFileStore(Pool pool, Configuration configuration) {
        this.pool = pool;
        this.lifetimeSeconds = (long) BatchSettings.of(configuration).retentionDays() * SECONDS_A_DAY;
    }

    @Override
    public CompletionStage<Void> begin(NewFile file) {
        return inTime(begin(pool, file));
    }

    @Override
    public CompletionStage<Void> append(String id, int piece, byte[] bytes) {
        return inTime(append(pool, id, piece, bytes));
    }

    @Override
    public CompletionStage<StoredFile> complete(String id) {
        return inTime(complete(pool, id));
    }

    @Override
    public CompletionStage<StoredFile> note(NewFile file, String provider, long bytes) {
        long lifetime = file.lifetimeSeconds() > 0 ? file.lifetimeSeconds() : NewFile.FOREVER_SECONDS;
        return inTime(pool.preparedQuery(NOTE)
                .execute(Tuple.of(file.id(), file.owner(), file.filename(), file.purpose(), lifetime)
                        .addString(provider)
                        .addLong(bytes))
                .map(rows -> file(rows.iterator().next())));
    }

    @Override
    public CompletionStage<Boolean> delete(String id, Optional<String> scope) {
        return inTime(pool.preparedQuery(DELETE)
                .execute(Tuple.of(scope.orElse(null), id))
                .map(rows -> rows.size() > 0));
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id, Optional<String> scope) {
        return inTime(pool.preparedQuery(FIND)
                .execute(Tuple.of(scope.orElse(null), id))
                .map(rows -> first(rows).map(PgFileStore::file)));
    }

    @Override
    public CompletionStage<Optional<String>> foreign(Set<String> ids, String owner) {
        return inTime(pool.preparedQuery(FOREIGN)
                .execute(Tuple.of(ids.toArray(String[]::new), owner))
                .map(rows -> first(rows).map(row -> row.getString("id"))));
    }

    @Override
    public CompletionStage<Optional<byte[]>> piece(String id, int piece) {
        return inTime(pool.preparedQuery(PIECE)
                .execute(Tuple.of(id, piece))
                .map(rows -> first(rows).map(row -> row.getBuffer("bytes").getBytes())));
    }

    /** The same within somebody's transaction. */
    public Future<Void> begin(SqlClient client, NewFile file) {
        long lifetime = file.lifetimeSeconds() > 0 ? file.lifetimeSeconds() : lifetimeSeconds;
        return client.preparedQuery(BEGIN)
                .execute(Tuple.of(file.id(), file.owner(), file.filename(), file.purpose(), lifetime))
                .mapEmpty();
    }

    /** The same within somebody's transaction. */
    public Future<Void> append(SqlClient client, String id, int piece, byte[] bytes) {
        return client.preparedQuery(APPEND)
                .execute(Tuple.of(id, piece, Buffer.buffer(bytes)))
                .mapEmpty();
    }

    /** The same within somebody's transaction. */
    public Future<StoredFile> complete(SqlClient client, String id) {
        return client.preparedQuery(COMPLETE)
                .execute(Tuple.of(id))
                .map(rows -> first(rows)
                        .map(PgFileStore::file)
                        .orElseThrow(() -> new NoSuchElementException("the file was deleted meanwhile: " + id)));
    }

    static StoredFile file(Row row) {
        return new StoredFile(
                row.getString("id"),
                row.getString("owner"),
                row.getString("filename"),
                row.getString("purpose"),
                row.getLong("bytes"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                row.getString("provider"));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static <T> CompletionStage<T> inTime(Future<T> answer) {
        return answer.timeout(LIMIT_SECONDS, TimeUnit.SECONDS).toCompletionStage();
    }
}
