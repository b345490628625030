package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;

/** Anthropic's {@code usage}, which comes in parts. Not thread-safe. */
public final class MessagesUsage {

    private final ObjectNode usage = MessagesRequest.JSON.createObjectNode();

    /** Later figures replace earlier ones: {@code message_delta} is cumulative. */
    public void keep(JsonNode more) {
        more.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                usage.set(member.getKey(), member.getValue());
            }
        });
    }

    /** Figures of {@code message_start}: a 0 there was not counted yet. */
    public void begin(JsonNode first) {
        first.properties().forEach(member -> {
            JsonNode figure = member.getValue();
            if (!figure.isNull() && !(figure.isNumber() && figure.asLong() == 0)) {
                usage.set(member.getKey(), figure);
            }
        });
    }

    public boolean said() {
        return usage.has("output_tokens") || usage.has("input_tokens");
    }

    JsonNode json() {
        return usage;
    }

    long count(String name) {
        return Math.max(0, usage.path(name).asLong(0));
    }

    /** docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool: each search is charged. */
    public Charges charges() {
        return Charges.searches(
                usage.path("server_tool_use").path("web_search_requests").asLong(0));
    }

    /** Anthropic counts cached input beside the other; here it is part of it. */
    public TokenUsage counted() {
        long read = count("cache_read_input_tokens");
        long written = count("cache_creation_input_tokens");
        long written1h = Math.max(
                0,
                usage.path("cache_creation").path("ephemeral_1h_input_tokens").asLong(0));
        return new TokenUsage(
                count("input_tokens") + read + written,
                read,
                Math.max(0, written - written1h),
                written1h,
                0,
                count("output_tokens"),
                0,
                0);
    }
}
