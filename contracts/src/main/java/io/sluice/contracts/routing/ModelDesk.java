package io.sluice.contracts.routing;

import java.util.concurrent.CompletionStage;

/**
 * What clients ask about models beside calling them: it costs nothing, so that neither admission nor the ledger knows of it. Directly in the
 * standalone, over HTTP in the suite.
 */
public interface ModelDesk {

    /** What is asked; the body of the request says the rest. */
    enum Topic {
        /** How many tokens a request has, in the words of its {@link RouteRequest#protocol()}. */
        COUNT_TOKENS,
        /** LiteLLM's {@code /utils/token_counter}. */
        TOKEN_COUNTER,
        /** LiteLLM's {@code /utils/supported_openai_params}. */
        SUPPORTED_PARAMS,
        /** LiteLLM's {@code /utils/transform_request}: what a provider would be asked, without its key. */
        TRANSFORM_REQUEST,
        /** LiteLLM's {@code /spend/calculate}. */
        SPEND_CALCULATE,
        /** LiteLLM's {@code /model/info}: all deployments that the caller may use. */
        MODEL_INFO,
        /** LiteLLM's {@code /model_group/info}. */
        GROUP_INFO
    }

    /** An answer, errors too: these are in the client's protocol. */
    record Reply(int status, byte[] json) {}

    /**
     * Must be called on an event loop; never blocks. Fails only when the router is away.
     *
     * @param request {@link RouteRequest#PATH} among its headers has the query; its model is empty where the topic needs none
     */
    CompletionStage<Reply> ask(Topic topic, RouteRequest request);
}
