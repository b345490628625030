package io.sluice.contracts.routing;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Whether a request lets the provider use tools of its own while it answers (search the web, run code), which it charges beside the tokens. Tools that the
 * client runs itself are functions and cost nothing.
 */
public final class ServerTools {

    /** Members by which OpenAI's and OpenRouter's protocols ask for searches. */
    private static final Set<String> MEMBERS = Set.of("web_search_options", "plugins");

    /** Types of tools that the client runs: OpenAI's, and Anthropic's that have a type. */
    private static final Set<String> CLIENT_TYPES = Set.of("function", "custom");

    /** Names under which tools without a type carry functions: Gemini's, and Anthropic's with their schema. */
    private static final Set<String> CLIENT_MEMBERS = Set.of(
            "functionDeclarations", "function_declarations", "name", "description", "input_schema", "cache_control");

    private ServerTools() {}

    /** @param body the body that was scanned; its position is where the scan's offsets begin */
    public static boolean asked(BodyScan scan, ByteBuffer body) {
        for (BodyScan.Member member : scan.topLevel()) {
            if (MEMBERS.contains(member.name())) {
                return true;
            }
            if (member.name().equals("tools")) {
                return anyOfServer(member.value().of(body));
            }
        }
        return false;
    }

    private static boolean anyOfServer(byte[] tools) {
        boolean[] found = {false};
        try {
            if (tools.length > 0 && tools[0] == '[') {
                JsonBytes.elements(tools, 0, tools.length, (start, end) -> {
                    found[0] |= tools[start] == '{' && isOfServer(tools, start, end);
                    return !found[0];
                });
            }
        } catch (MalformedJsonException unreadable) {
            // a wire refuses it; until then it counts as what costs more
            return true;
        }
        return found[0];
    }

    private static boolean isOfServer(byte[] tools, int from, int to) {
        boolean[] server = {false};
        JsonBytes.members(tools, from, to, (nameStart, nameEnd, start, end) -> {
            String name = JsonBytes.text(tools, nameStart, nameEnd);
            if (name.equals("type")) {
                server[0] = tools[start] != '"' || !CLIENT_TYPES.contains(JsonBytes.text(tools, start, end));
                return false;
            }
            server[0] |= !CLIENT_MEMBERS.contains(name);
            return true;
        });
        return server[0];
    }
}
