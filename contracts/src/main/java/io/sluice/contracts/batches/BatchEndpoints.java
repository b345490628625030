package io.sluice.contracts.batches;

import java.util.List;

/** What a batch may call: what is one JSON request and one JSON answer. */
public final class BatchEndpoints {

    /** OpenAI's (platform.openai.com/docs/api-reference/batch/create, seen 2026-11-26), and after them what runs here as well. */
    public static final List<String> ALL = List.of(
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/embeddings",
            "/v1/completions",
            "/v1/moderations",
            "/v1/images/generations",
            "/v1/messages",
            "/v1/rerank");

    private BatchEndpoints() {}
}
