package io.sluice.accounting.batches;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.contracts.files.FileStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes lines of an input file, within the transaction of a connection: all of them or none. A line that cannot be run is one that has failed; a file
 * that cannot be read fails the batch. Blocks its (virtual) thread.
 */
final class InputReader {

    private static final int LINES_AT_ONCE = 500;
    private static final long BYTES_AT_ONCE = 4 << 20;

    private static final String INSERT =
            "INSERT INTO batch_lines (batch_id, line, custom_id, body, state, failed, error_code, error_message)"
                    + " SELECT $1, n.line, n.custom_id, n.body, CASE WHEN n.code IS NULL THEN 'waiting' ELSE 'done' END,"
                    + " n.code IS NOT NULL, n.code, n.message"
                    + " FROM unnest($2::integer[], $3::text[], $4::bytea[], $5::text[], $6::text[])"
                    + " AS n (line, custom_id, body, code, message)";

    private static final String FAIL_REPEATED = "UPDATE batch_lines SET state = 'done', failed = true,"
            + " error_code = 'duplicate_custom_id', error_message = 'An earlier line has the same custom_id.', body = ''"
            + " WHERE batch_id = $1 AND state = 'waiting' AND line IN (SELECT line FROM (SELECT line,"
            + " row_number() OVER (PARTITION BY custom_id ORDER BY line) AS nth FROM batch_lines"
            + " WHERE batch_id = $1 AND custom_id IS NOT NULL) AS seen WHERE nth > 1)";

    private static final String BEGIN = "UPDATE batches SET total = $2, status = 'in_progress', in_progress_at = now()"
            + " WHERE id = $1 AND status = 'validating'";

    private static final String FAIL = "UPDATE batches SET status = 'failed', failed_at = now(), errors = $2"
            + " WHERE id = $1 AND status = 'validating'";

    private final FileStore files;
    private final int maxLines;
    private final SqlConnection connection;
    private final String batch;
    private final String endpoint;
    private final List<InputLine> waiting = new ArrayList<>();
    private long waitingBytes;
    private int lines;

    InputReader(FileStore files, int maxLines, SqlConnection connection, Row batch) {
        this.files = files;
        this.maxLines = maxLines;
        this.connection = connection;
        this.batch = batch.getString("id");
        this.endpoint = batch.getString("endpoint");
    }

    void read(String inputFileId) {
        LineSplitter splitter = new LineSplitter((number, line) -> take(
                line == null
                        ? InputLine.broken(
                                number,
                                null,
                                "line_too_long",
                                "The line is longer than " + LineSplitter.LONGEST + " bytes.")
                        : InputLine.read(number, line, endpoint)));
        int piece = 0;
        Optional<byte[]> bytes = piece(inputFileId, piece);
        while (bytes.isPresent() && lines <= maxLines) {
            splitter.piece(bytes.get());
            piece++;
            bytes = piece(inputFileId, piece);
        }
        splitter.end();
        store();
        if (lines == 0) {
            fail("empty_file", "The input file has no lines, or is not there any more.");
        } else if (lines > maxLines) {
            await(connection
                    .preparedQuery("DELETE FROM batch_lines WHERE batch_id = $1")
                    .execute(Tuple.of(batch)));
            fail("too_many_requests", "The input file has more than " + maxLines + " lines.");
        } else {
            await(connection.preparedQuery(FAIL_REPEATED).execute(Tuple.of(batch)));
            await(connection.preparedQuery(BEGIN).execute(Tuple.of(batch, lines)));
        }
    }

    private Optional<byte[]> piece(String file, int piece) {
        return await(Future.fromCompletionStage(files.piece(file, piece)));
    }

    private void take(InputLine line) {
        lines++;
        waiting.add(line);
        waitingBytes += line.body().length;
        if (waiting.size() == LINES_AT_ONCE || waitingBytes > BYTES_AT_ONCE) {
            store();
        }
    }

    private void store() {
        if (waiting.isEmpty()) {
            return;
        }
        await(connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(batch)
                        .addArrayOfInteger(
                                waiting.stream().map(InputLine::number).toArray(Integer[]::new))
                        .addArrayOfString(
                                waiting.stream().map(InputLine::customId).toArray(String[]::new))
                        .addArrayOfBuffer(waiting.stream()
                                .map(line -> Buffer.buffer(line.body()))
                                .toArray(Buffer[]::new))
                        .addArrayOfString(
                                waiting.stream().map(InputLine::errorCode).toArray(String[]::new))
                        .addArrayOfString(
                                waiting.stream().map(InputLine::errorMessage).toArray(String[]::new))));
        waiting.clear();
        waitingBytes = 0;
    }

    private void fail(String code, String message) {
        JsonArray errors = new JsonArray()
                .add(new JsonObject()
                        .put("code", code)
                        .put("line", null)
                        .put("message", message)
                        .put("param", "input_file_id"));
        await(connection.preparedQuery(FAIL).execute(Tuple.of(batch, errors)));
    }
}
