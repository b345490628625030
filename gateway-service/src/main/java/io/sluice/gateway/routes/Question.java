package io.sluice.gateway.routes;

import io.sluice.contracts.routing.ModelDesk.Topic;
import io.sluice.contracts.routing.Protocol;
import java.util.List;

/** A question about models: asked at the router's desk, and free. */
public enum Question implements Answerer {
    COUNT_MESSAGES(Topic.COUNT_TOKENS, Protocol.ANTHROPIC_MESSAGES, "/v1/messages/count_tokens", "messages"),
    COUNT_CONTENTS(Topic.COUNT_TOKENS, Protocol.GEMINI_GENERATE, "countTokens"),
    COUNT_INPUT(Topic.COUNT_TOKENS, Protocol.OPENAI_RESPONSES, "/v1/responses/input_tokens"),
    TOKEN_COUNTER(Topic.TOKEN_COUNTER, Protocol.OPENAI_CHAT, "/utils/token_counter", "model"),
    SUPPORTED_PARAMS(Topic.SUPPORTED_PARAMS, Protocol.OPENAI_CHAT, "/utils/supported_openai_params"),
    TRANSFORM_REQUEST(Topic.TRANSFORM_REQUEST, Protocol.OPENAI_CHAT, "/utils/transform_request", "request_body"),
    SPEND_CALCULATE(Topic.SPEND_CALCULATE, Protocol.OPENAI_CHAT, "/spend/calculate"),
    MODEL_INFO(Topic.MODEL_INFO, Protocol.OPENAI_CHAT, "/model/info"),
    GROUP_INFO(Topic.GROUP_INFO, Protocol.OPENAI_CHAT, "/model_group/info");

    private final Topic topic;
    private final Protocol protocol;
    private final String route;
    private final String required;

    Question(Topic topic, Protocol protocol, String route) {
        this(topic, protocol, route, "");
    }

    Question(Topic topic, Protocol protocol, String route, String required) {
        this.topic = topic;
        this.protocol = protocol;
        this.route = route;
        this.required = required;
    }

    public Topic topic() {
        return topic;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public boolean takesKeyInQuery() {
        return protocol == Protocol.GEMINI_GENERATE;
    }

    /** Its name in messages. */
    public String route() {
        return route;
    }

    /** Members without which it makes no sense. */
    public List<String> required() {
        return required.isEmpty() ? List.of() : List.of(required);
    }

    /** Whether it is about a model that has to be one of the caller's. */
    public boolean ofModel() {
        return topic == Topic.COUNT_TOKENS || topic == Topic.TOKEN_COUNTER;
    }

    /** Whether only a model of the configuration can be meant. */
    public boolean configuredOnly() {
        return topic == Topic.COUNT_TOKENS;
    }
}
