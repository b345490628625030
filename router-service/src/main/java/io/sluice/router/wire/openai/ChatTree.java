package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.catalog.Provider;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Tool;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import java.util.List;
import java.util.Map;

/**
 * A conversation as the body of OpenAI's chat, in a tree that a dialect can still change: for providers that took the form and made some of it
 * their own. Names are the provider's, the output is capped, a stream is asked for.
 */
public final class ChatTree {

    private static final int MAX_STOP_SEQUENCES = 4;

    private ChatTree() {}

    /**
     * The body; the caller's.
     *
     * @param reasoning earlier reasoning is to be in it, as {@code reasoning_content} of its message
     */
    public static ObjectNode of(Conversation conversation, WireCall call, boolean reasoning) {
        Target target = call.target();
        Provider.Rules rules = target.provider().rulesFor(target.knownModel());
        ObjectNode body = RequestRules.JSON
                .createObjectNode()
                .put("model", target.provider().fullName(target.providerModel()));
        firstStops(conversation);
        ObjectNode chat = new ChatBody(target, reasoning).of(conversation);
        body.set("messages", MessageRules.repaired(rules.quirks(), (ArrayNode) chat.remove("messages")));
        List<ObjectNode> tools = Tool.list(chat.path("tools"), "tools");
        if (!rules.quirks().contains(MessageRules.TAKES_CACHE_CONTROL)) {
            tools.forEach(tool -> tool.remove("cache_control"));
        }
        chat.properties().forEach(member -> body.set(name(member.getKey(), rules.renamed(), chat), member.getValue()));
        OutputCap.put(
                body,
                rules.renamed().getOrDefault("max_tokens", "max_tokens"),
                call.request().outputCap());
        if (call.request().scan().stream()) {
            body.put("stream", true);
        }
        return body;
    }

    private static void firstStops(Conversation conversation) {
        if (conversation.params().peek("stop") instanceof ArrayNode stops && stops.size() > MAX_STOP_SEQUENCES) {
            while (stops.size() > MAX_STOP_SEQUENCES) {
                stops.remove(stops.size() - 1);
            }
            conversation.params().note("stop[" + MAX_STOP_SEQUENCES + "..]");
        }
    }

    /** What a client calls by the provider's own name counts first. */
    private static String name(String name, Map<String, String> renamed, ObjectNode given) {
        String own = renamed.get(name);
        return own == null || given.has(own) ? name : own;
    }
}
