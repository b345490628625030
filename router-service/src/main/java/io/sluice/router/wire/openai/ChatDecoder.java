package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat completions, whole and streamed (platform.openai.com/docs/api-reference/chat/object and /chat-streaming, seen 2026-11-26), for
 * clients that speak another protocol.
 */
final class ChatDecoder implements EventDecoder {

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final String DATA = "data:";

    private final @Nullable String secret;
    private final boolean schemaTool;
    private final Lines lines = new Lines();
    private final TreeMap<Integer, ChatChoice> choices = new TreeMap<>();
    private int current;
    private boolean started;
    private boolean over;

    /** @param secret the provider's key, which must not show in an error */
    ChatDecoder(@Nullable String secret, Set<String> quirks) {
        this.secret = secret;
        this.schemaTool = quirks.contains(SchemaTool.QUIRK);
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        byte[] json = Bytes.copy(body);
        object(json, "message", events);
        if (!over && choices.isEmpty()) {
            fail(ProviderFailure.badResponse("provider returned a response with no 'choices'."), events);
        }
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), events);
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        if (over || !line.startsWith(DATA)) {
            return;
        }
        String data = line.substring(DATA.length()).strip();
        if (!data.isEmpty() && !data.equals("[DONE]")) {
            object(data.getBytes(java.nio.charset.StandardCharsets.UTF_8), "delta", events);
        }
    }

    private void object(byte[] json, String holder, Consumer<AnswerEvent> events) {
        JsonNode object;
        try {
            object = RequestRules.JSON.readTree(json);
        } catch (IOException e) {
            fail(ProviderErrors.unreadable("the answer is not JSON.", ByteBuffer.wrap(json), secret), events);
            return;
        }
        JsonNode error = object.path("error");
        if (!error.isMissingNode() && !error.isNull() && !object.path("choices").isArray()) {
            fail(ProviderErrors.inStream(error, secret), events);
            return;
        }
        if (!started) {
            started = true;
            events.accept(new AnswerEvent.Started(text(object, "id"), text(object, "model")));
            for (String name : new String[] {"service_tier", "system_fingerprint"}) {
                if (object.path(name).isTextual()) {
                    events.accept(new AnswerEvent.Aside(name, object.path(name)));
                }
            }
        }
        for (JsonNode choice : object.path("choices")) {
            choice(choice, holder, events);
        }
        usage(object.path("usage"), events);
    }

    private void choice(JsonNode choice, String holder, Consumer<AnswerEvent> events) {
        int index = choice.path("index").asInt(0);
        if (index != current) {
            current = index;
            events.accept(new AnswerEvent.Choice(index));
        }
        ChatChoice reader = choices.computeIfAbsent(index, ignored -> new ChatChoice(schemaTool));
        if (!reader.read(choice, choice.path(holder), events)) {
            fail(ProviderFailure.badResponse("a piece of a tool call came after the next call had begun"), events);
        }
    }

    private static void usage(JsonNode usage, Consumer<AnswerEvent> events) {
        TokenUsage counted = usage.isObject() ? Usage.read(usage) : null;
        if (counted == null) {
            return;
        }
        ObjectNode details = RequestRules.JSON.createObjectNode();
        for (String name : new String[] {"prompt_tokens_details", "completion_tokens_details"}) {
            if (usage.path(name) instanceof ObjectNode given) {
                details.set(name, given);
            }
        }
        events.accept(new AnswerEvent.Usage(counted, details.isEmpty() ? null : details, Usage.charges(usage)));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
