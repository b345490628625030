package io.sluice.contracts.batches;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A provider that runs batches which are handed over to it. */
public enum BatchHost {
    OPENAI(false, true),
    /** OpenAI's protocol at another address. */
    AZURE(false, true),
    /** All lines in one request: platform.claude.com/docs/en/build-with-claude/batch-processing (seen 2026-11-26). */
    ANTHROPIC(true, false),
    /** A file and an operation of one model: ai.google.dev/gemini-api/docs/batch-api (seen 2026-11-27). */
    GEMINI(true, true),
    /** A file and a job of one model: docs.mistral.ai/capabilities/batch (seen 2026-11-26). */
    MISTRAL(true, true);

    private final boolean translates;
    private final boolean takesFiles;

    BatchHost(boolean translates, boolean takesFiles) {
        this.translates = translates;
        this.takesFiles = takesFiles;
    }

    /** As {@code custom_llm_provider} names it. */
    public static Optional<BatchHost> named(String provider) {
        return Arrays.stream(values())
                .filter(host -> host.provider().equals(provider))
                .findFirst();
    }

    public static List<String> providers() {
        return Arrays.stream(values()).map(BatchHost::provider).toList();
    }

    public String provider() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether lines and results are not in OpenAI's words there, so that the engine needs the input file for both ways. */
    public boolean translates() {
        return translates;
    }

    /** Whether lines are uploaded before their batch is made. */
    public boolean takesFiles() {
        return takesFiles;
    }
}
