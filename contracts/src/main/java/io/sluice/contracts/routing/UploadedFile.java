package io.sluice.contracts.routing;

import java.nio.ByteBuffer;

/**
 * A file of a form (RFC 7578).
 *
 * @param field name of the form's field; several files may have one name
 * @param filename as the client called it
 * @param contentType as the client said it
 * @param content read-only for everybody; may be a mapped file, so nobody copies it without need
 */
public record UploadedFile(String field, String filename, String contentType, ByteBuffer content) {

    public int size() {
        return content.remaining();
    }
}
