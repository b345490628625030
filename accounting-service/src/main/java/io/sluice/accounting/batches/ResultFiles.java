package io.sluice.accounting.batches;

import static io.sluice.accounting.database.Answers.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.accounting.files.PgFileStore;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.WorkIds;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines that are done as OpenAI's result files (platform.openai.com/docs/api-reference/batch/request-output, seen 2026-11-26), within the
 * transaction of a connection. Holds one piece and a few lines at a time. Blocks its (virtual) thread.
 */
final class ResultFiles {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int ROWS_AT_ONCE = 16;

    private static final String ROWS =
            "SELECT line, custom_id, call_id, status, answer, error_code, error_message FROM batch_lines"
                    + " WHERE batch_id = $1 AND state = 'done' AND failed = $2 ORDER BY line";

    private final PgFileStore files;
    private final SqlConnection connection;
    private final Row batch;

    ResultFiles(PgFileStore files, SqlConnection connection, Row batch) {
        this.files = files;
        this.connection = connection;
        this.batch = batch;
    }

    /** Id of the file; empty when there is no such line. */
    Optional<String> write(boolean failed) {
        String id = WorkIds.file();
        PreparedStatement statement = await(connection.prepare(ROWS));
        Cursor rows = statement.cursor(Tuple.of(batch.getString("id"), failed));
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        int pieces = 0;
        boolean begun = false;
        do {
            RowSet<Row> page = await(rows.read(ROWS_AT_ONCE));
            for (Row row : page) {
                if (!begun) {
                    begun = true;
                    begin(id, failed);
                }
                line(row, open);
                while (open.size() >= FileStore.PIECE) {
                    byte[] bytes = open.toByteArray();
                    await(files.append(connection, id, pieces++, Arrays.copyOf(bytes, FileStore.PIECE)));
                    open.reset();
                    open.write(bytes, FileStore.PIECE, bytes.length - FileStore.PIECE);
                }
            }
        } while (rows.hasMore());
        await(rows.close());
        await(statement.close());
        if (!begun) {
            return Optional.empty();
        }
        await(files.append(connection, id, pieces, open.toByteArray()));
        await(files.complete(connection, id));
        return Optional.of(id);
    }

    private void begin(String id, boolean failed) {
        String name = batch.getString("id") + (failed ? "_error.jsonl" : "_output.jsonl");
        await(files.begin(
                connection,
                new NewFile(id, batch.getString("owner"), name, "batch_output", batch.getLong("output_seconds"))));
    }

    private void line(Row row, ByteArrayOutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField(
                    "id",
                    "batch_req_" + batch.getString("id").substring("batch_".length()) + '_' + row.getInteger("line"));
            text(json, "custom_id", row.getString("custom_id"));
            String code = row.getString("error_code");
            if (code == null) {
                json.writeObjectFieldStart("response");
                json.writeNumberField("status_code", row.getInteger("status"));
                json.writeStringField("request_id", row.getString("call_id"));
                json.writeFieldName("body");
                json.writeRawValue(row.getBuffer("answer").toString());
                json.writeEndObject();
                json.writeNullField("error");
            } else {
                json.writeNullField("response");
                json.writeObjectFieldStart("error");
                json.writeStringField("code", code);
                json.writeStringField(
                        "message", row.getString("error_message") + " (line " + row.getInteger("line") + ')');
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }
}
