package io.sluice.gateway.batches;

import io.sluice.configuration.Environment;
import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.batches.BatchStep;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where files and batches are. OpenAI: platform.openai.com/docs/api-reference/batch. Azure: learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch, the
 * same below {@code /openai} with a version in the query (both seen 2026-11-26).
 *
 * @param azureVersion {@code AZURE_API_VERSION}
 */
public record ProviderPaths(String azureVersion) {

    /** The first version that is no preview and has batches: learn.microsoft.com/en-us/azure/ai-foundry/openai/api-version-lifecycle (seen 2026-11-26). */
    public static final String AZURE_DEFAULT = "2024-10-21";

    public static ProviderPaths of(Environment environment) {
        return new ProviderPaths(environment.get("AZURE_API_VERSION").orElse(AZURE_DEFAULT));
    }

    /** @param id of the batch or of the file, or empty */
    public String of(BatchHost host, BatchStep step, String id) {
        String encoded = encoded(id);
        String path = switch (step) {
            case UPLOAD -> "/files";
            case CREATE -> "/batches";
            case LOOK -> "/batches/" + encoded;
            case CANCEL -> "/batches/" + encoded + "/cancel";
            case OUTPUT, ERRORS -> "/files/" + encoded + "/content";
        };
        return at(host.provider(), path);
    }

    /** @param path without a version */
    public String at(String provider, String path) {
        return provider.equals("azure") ? "/openai" + path + "?api-version=" + azureVersion : "/v1" + path;
    }

    public static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    public static String method(BatchStep step) {
        return step == BatchStep.LOOK || step.fetches() ? "GET" : "POST";
    }
}
