package io.sluice.gateway.batches;

/**
 * Where files and batches are. OpenAI: platform.openai.com/docs/api-reference/batch. Azure: learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch, the
 * same below {@code /openai} with a version in the query (both seen 2026-11-26).
 *
 * @param azureVersion {@code AZURE_API_VERSION}
 */
public record ProviderPaths(String azureVersion) {

    /** The first version that is no preview and has batches: learn.microsoft.com/en-us/azure/ai-foundry/openai/api-version-lifecycle (seen 2026-11-26). */
    public static final String AZURE_DEFAULT = "2024-10-21";

    /** @param rest behind {@code /files} */
    String files(String provider, String rest) {
        return of(provider, "/files" + rest);
    }

    /** @param rest behind {@code /batches} */
    String batches(String provider, String rest) {
        return of(provider, "/batches" + rest);
    }

    private String of(String provider, String path) {
        return provider.equals("azure") ? "/openai" + path + "?api-version=" + azureVersion : "/v1" + path;
    }
}
