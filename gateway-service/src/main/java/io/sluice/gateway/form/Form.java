package io.sluice.gateway.form;

import io.sluice.contracts.routing.UploadedFile;
import java.util.List;

/**
 * A form that was read.
 *
 * @param fields a JSON object of what is no file: {@link FormFields}
 * @param files in the order in which they came
 */
public record Form(byte[] fields, List<UploadedFile> files) {

    /** Whether a file came in this field, or in the list of this name. */
    public boolean has(String field) {
        return files.stream()
                .anyMatch(file -> file.field().equals(field) || file.field().equals(field + "[]"));
    }
}
