package io.sluice.router.wire.alephalpha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.prompt.PromptTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Completions at Aleph Alpha: one prompt, by the marks that the model was trained on. {@code /complete} has no turns and no tools; it counts the
 * output's limit as {@code maximum_tokens}, of which it makes 64 when none is said, so that none is sent without one.
 *
 * <p>Sources: docs.aleph-alpha.com/api/complete, aleph-alpha-client 11.5.1 (completion.py); both seen 2026-11-26.
 */
public final class AlephAlphaDialect implements Dialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String MOST = "maximum_tokens";

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Params params = conversation.params();
        ObjectNode body = JSON.createObjectNode().put("model", call.target().providerModel());
        body.put("prompt", prompt(call.target().providerModel().toLowerCase(Locale.ROOT), conversation.messages()));
        most(params, body, call);
        stops(params, body);
        params.rest().forEach(body::set);
        body.setAll(params.extraBody());
        OutputCap.put(body, MOST, call.request().outputCap());
        body.put("stream", call.request().scan().stream());
        return new UpstreamRequest(
                "POST",
                call.target().apiBase() + "/complete",
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                params.notes());
    }

    private static String prompt(String model, List<Message> messages) {
        if (model.contains("llama-3")) {
            return PromptTemplate.llama(messages);
        }
        return model.contains("control") ? PromptTemplate.instruction(messages) : PromptTemplate.plain(messages);
    }

    private static void most(Params params, ObjectNode body, WireCall call) {
        JsonNode newer = params.take("max_completion_tokens");
        JsonNode older = params.take("max_tokens");
        JsonNode asked = newer.isMissingNode() ? older : newer;
        long known = call.target().card().maxOutputTokens();
        if (!asked.isMissingNode()) {
            body.set(MOST, asked);
        } else if (known > 0) {
            body.put(MOST, known);
        }
    }

    private static void stops(Params params, ObjectNode body) {
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            body.putArray("stop_sequences").add(stop);
        } else if (!stop.isMissingNode()) {
            body.set("stop_sequences", stop);
        }
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new AlephAlphaDecoder();
    }
}
