package io.sluice.accounting.batches;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of an input file: platform.openai.com/docs/api-reference/batch/request-input (seen 2026-11-26). Of the body the very bytes are kept.
 *
 * @param number from 1
 * @param errorCode why it is not run; null for a line that is
 */
record InputLine(
        int number,
        @Nullable String customId,
        byte[] body,
        @Nullable String errorCode,
        @Nullable String errorMessage) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {};
    private static final int LONGEST_ID = 512;

    static InputLine broken(int number, @Nullable String customId, String code, String message) {
        return new InputLine(number, customId, NOTHING, code, message);
    }

    /** @param endpoint the batch's */
    static InputLine read(int number, byte[] line, String endpoint) {
        String customId = null;
        String method = null;
        String url = null;
        byte[] body = null;
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return broken(number, null, "invalid_json_line", "The line is not a JSON object.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                boolean text = value == JsonToken.VALUE_STRING;
                switch (name) {
                    case "custom_id" -> customId = text ? json.getText() : null;
                    case "method" -> method = text ? json.getText() : null;
                    case "url" -> url = text ? json.getText() : null;
                    case "body" -> body = value == JsonToken.START_OBJECT ? object(json, line) : null;
                    default -> json.skipChildren();
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                return broken(number, customId, "invalid_json_line", "There is something behind the JSON object.");
            }
        } catch (IOException e) {
            return broken(number, null, "invalid_json_line", "The line is not valid JSON.");
        }
        if (customId == null || customId.isEmpty() || customId.length() > LONGEST_ID || customId.indexOf('\0') >= 0) {
            return broken(
                    number, null, "missing_required_parameter", "'custom_id' must be a text of 1 to 512 characters.");
        }
        if (!"POST".equals(method)) {
            return broken(number, customId, "invalid_method", "'method' must be 'POST'.");
        }
        if (!endpoint.equals(url)) {
            return broken(
                    number, customId, "invalid_url", "'url' must be the endpoint of the batch, '" + endpoint + "'.");
        }
        if (body == null) {
            return broken(number, customId, "missing_required_parameter", "'body' must be an object.");
        }
        return new InputLine(number, customId, body, null, null);
    }

    private static byte[] object(JsonParser json, byte[] line) throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentLocation().getByteOffset();
        return Arrays.copyOfRange(line, from, to);
    }
}
