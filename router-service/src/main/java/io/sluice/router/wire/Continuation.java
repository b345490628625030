package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Part;
import io.sluice.router.deployment.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one streamed answer has said so far, so that another provider can go on with it after it broke. Its client is served through a conversation
 * whoever speaks what: the same {@link AnswerWriter} writes on, and the next provider is asked with what was said. Only for text: an answer that
 * began anything else, or has to have a form, is not gone on with. Of one call, on one event loop.
 */
public final class Continuation implements ClientProtocol {

    private static final Set<Protocol> PROTOCOLS = Set.of(
            Protocol.OPENAI_CHAT, Protocol.ANTHROPIC_MESSAGES, Protocol.OPENAI_RESPONSES, Protocol.GEMINI_GENERATE);

    private static final String GO_ON =
            "Your answer above was cut off by a technical failure. Go on exactly where it ends, as if it had not stopped:"
                    + " do not repeat or announce anything, do not begin anew, and do not mention the failure.";

    private static final List<String> CAPS = List.of("max_tokens", "max_completion_tokens");

    private final ClientProtocol client;
    private final StringBuilder said = new StringBuilder();
    private @Nullable AnswerWriter writer;
    private TokenUsage before = TokenUsage.NONE;
    private int breaks;
    private boolean moreThanText;
    private int blanksToSkip;

    private Continuation(ClientProtocol client) {
        this.client = client;
    }

    /** Empty for a call that cannot be gone on with, whatever becomes of it. */
    public static Optional<Continuation> of(RouteRequest request) {
        return request.scan().stream() && request.scan().choices() == 1 && PROTOCOLS.contains(request.protocol())
                ? Wires.client(request.protocol()).map(Continuation::new)
                : Optional.empty();
    }

    /** How the next attempt is made at this deployment; empty where it can only be made as any other. */
    public Optional<Wire> wire(RouteRequest request, Target target) {
        Optional<Wire> plain = Wires.of(request.protocol(), target);
        return plain.flatMap(wire -> ConversationWires.dialect(request.protocol(), target)
                .map(dialect -> new ContinuableWire(wire, new TranslatedWire(this, dialect), breaks > 0)));
    }

    /** Reads what a dialect answers without being asked. */
    public AnswerReader reader(Dialect dialect, WireCall call) {
        return new AnswerFromEvents(call, dialect, dialect.decoder(call), writer(call, false));
    }

    /** Whether a stream that broke now can be gone on with. */
    public boolean canGoOn() {
        return writer != null && !moreThanText && !said.toString().isBlank();
    }

    /** How often another attempt has gone on. */
    public int breaks() {
        return breaks;
    }

    /** The stream broke, and another attempt will go on. @param usage of the attempt that broke, as far as known */
    public void broke(TokenUsage usage) {
        breaks++;
        before = before.plus(usage);
    }

    /** The request as it weighs with what was said, for what the next attempt can cost. */
    public RouteRequest weighed(RouteRequest request) {
        int more = said.toString().getBytes(StandardCharsets.UTF_8).length + GO_ON.length();
        return request.withBody(request.scan().weighing(request.scan().textBytes() + more), request.body());
    }

    // ---- the next provider is asked

    @Override
    public Conversation read(WireCall call) {
        Conversation asked = client.read(call);
        Params params = asked.params();
        JsonNode format = params.peek("response_format");
        moreThanText |=
                !format.isMissingNode() && !"text".equals(format.path("type").asText());
        if (breaks == 0) {
            return asked;
        }
        for (String cap : CAPS) {
            if (params.peek(cap).canConvertToLong()) {
                params.set(cap, LongNode.valueOf(Math.max(1, params.peek(cap).longValue() - before.output())));
            }
        }
        List<Message> messages = new ArrayList<>(asked.messages());
        String text = said.toString();
        Prefill prefill = Prefill.of(call.target(), params);
        String beginning = prefill == Prefill.NONE ? text : text.stripTrailing();
        blanksToSkip = text.length() - beginning.length();
        messages.add(new Message.Assistant(List.of(Part.Text.of(beginning)), null, prefill == Prefill.MARKED));
        if (prefill == Prefill.NONE) {
            messages.add(new Message.User(List.of(Part.Text.of(GO_ON)), null));
        }
        return new Conversation(messages, params);
    }

    // ---- what it answers

    @Override
    public AnswerWriter writer(WireCall call, boolean signedThinking) {
        AnswerWriter open = breaks > 0 ? writer : null;
        return new ContinuedWriter(this, open == null ? client.writer(call, signedThinking) : open, open != null);
    }

    /** An attempt's answer has begun with text: what it says is what the client reads. */
    void says(AnswerWriter by, String text) {
        writer = by;
        said.append(text);
    }

    void saysMoreThanText() {
        moreThanText = true;
    }

    /** Without the blanks that the client has already and the provider was not told. */
    String withoutBlanksSaid(String text) {
        int from = 0;
        while (blanksToSkip > 0 && from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
            blanksToSkip--;
        }
        blanksToSkip = from < text.length() ? 0 : blanksToSkip;
        return text.substring(from);
    }

    TokenUsage withBefore(TokenUsage usage) {
        return before.plus(usage);
    }
}
