package io.sluice.gateway.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.form.Form;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The form of an upload: platform.openai.com/docs/api-reference/files/create (seen 2026-11-26), and LiteLLM's fields of it ({@code litellm-behaviour.md} 1.4).
 *
 * @param lifetimeSeconds 0: none was said
 */
record UploadForm(ObjectNode fields, UploadedFile file, String purpose, long lifetimeSeconds) {

    static final String BATCH = "batch";
    private static final String PROVIDER = "custom_llm_provider";
    private static final int LONGEST_NAME = 512;

    /** @throws ScanException when it is none */
    static UploadForm of(Form form, long limit) {
        ObjectNode fields = SeamJson.read(form.fields(), ObjectNode.class);
        String purpose = fields.path("purpose").asText();
        UploadedFile file = form.files().stream()
                .filter(each -> each.field().equals("file"))
                .findFirst()
                .orElseThrow(() -> new ScanException(Refusals.missingFile("file")));
        if (purpose.isEmpty()) {
            throw new ScanException(Refusals.wrongType("purpose", "what the file is for: 'batch', 'user_data' ..."));
        }
        if (file.size() > limit) {
            throw new ScanException(Refusals.tooLarge(limit));
        }
        long lifetime = fields.path("expires_after[seconds]").asLong(0);
        if (lifetime != 0 && !NewFile.mayLive(lifetime)) {
            throw new ScanException(Refusals.wrongType(
                    "expires_after[seconds]", "between " + NewFile.LEAST_SECONDS + " and " + NewFile.MOST_SECONDS));
        }
        return new UploadForm(fields, file, purpose, lifetime);
    }

    /** The models that shall read it: {@code target_model_names}, one text or several, or {@code model}. */
    List<String> models() {
        List<String> names = new ArrayList<>();
        for (String field : List.of("target_model_names", "target_model_names[]", "model")) {
            JsonNode said = fields.path(field);
            if (said.isArray()) {
                said.forEach(each -> add(names, each.asText("")));
            } else {
                add(names, said.asText(""));
            }
        }
        return names;
    }

    private static void add(List<String> names, String said) {
        for (String name : said.split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
    }

    /** The form, a header or the query names the provider; empty: none does. */
    Optional<String> provider(HttpServerRequest request) {
        String inHeader = request.getHeader("custom-llm-provider");
        String outside = inHeader == null ? request.getParam(PROVIDER, "") : inHeader;
        return Optional.of(fields.path(PROVIDER).asText(outside)).filter(name -> !name.isEmpty());
    }

    /** What a provider is sent beside the file. */
    byte[] forProvider() {
        return SeamJson.bytes(fields.deepCopy().without(PROVIDER));
    }

    /** PostgreSQL takes no NUL in a text. */
    String filename() {
        String name = file.filename().replace("\0", "");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }
}
