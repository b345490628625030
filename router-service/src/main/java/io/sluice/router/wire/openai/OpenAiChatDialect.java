package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.JsonCall;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's chat completions for clients that speak another protocol: the conversation becomes a chat body, which then goes through the same
 * edits as one that a client wrote.
 */
public final class OpenAiChatDialect implements Dialect {

    private final OpenAiChatWire wire;

    /** @param wire knows where the requests go and what each provider needs changed */
    public OpenAiChatDialect(OpenAiChatWire wire) {
        this.wire = wire;
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        ObjectNode tree = new ChatBody(call.target()).of(conversation);
        if (call.request().protocol() == Protocol.ANTHROPIC_MESSAGES
                && !call.target().knownModel().contains("claude")) {
            withoutMarks(tree);
        }
        byte[] body = RequestRules.json(tree);
        return wire.translated(
                new WireCall(call.target(), asChat(call.request(), body), call.answerModel()),
                conversation.params().notes());
    }

    /**
     * Anthropic's clients mark what to cache in every request. Claude's hosts have a use for the marks; other models' cache by themselves, and
     * may refuse a member that they do not know.
     */
    private static void withoutMarks(ObjectNode body) {
        body.path("messages").findParents("cache_control").forEach(OpenAiChatDialect::withoutMark);
        body.path("tools").forEach(OpenAiChatDialect::withoutMark);
    }

    private static void withoutMark(JsonNode holder) {
        if (holder instanceof ObjectNode object) {
            object.remove("cache_control");
        }
    }

    private static RouteRequest asChat(RouteRequest asked, byte[] body) {
        List<BodyScan.Member> members = JsonCall.members(body);
        BodyScan scan = asked.scan();
        BodyScan scanned = new BodyScan(
                null,
                Span.ABSENT,
                scan.stream(),
                Span.ABSENT,
                scan.includeUsage(),
                Span.ABSENT,
                scan.maxTokens(),
                Span.ABSENT,
                scan.choices(),
                scan.user(),
                scan.tags(),
                scan.textBytes(),
                members,
                1,
                members.isEmpty());
        return asked.withBody(scanned, ByteBuffer.wrap(body));
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new ChatDecoder(call.target().apiKey(), wire.quirks(call.target()));
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        String secret = call.target().apiKey();
        return wire.quirks(call.target()).contains("verbatim-errors")
                ? ProviderErrors.verbatim(status, headers, body, secret)
                : ProviderErrors.of(status, headers, body, secret);
    }
}
