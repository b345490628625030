package io.sluice.router.wire.watsonx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.openai.ChatTree;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Chats at watsonx.ai: OpenAI's form, with the model and the project or space in members of their own, a path for streams, and a date as version. A
 * model that was deployed by its users is in the path ({@code deployment/ID}) and knows its space.
 */
public final class WatsonxDialect implements Dialect {

    private static final String VERSION = "2024-03-13";
    private static final String DEPLOYMENT = "deployment/";

    private final OpenAiChatDialect chat;

    /** @param chat reads the answers, which are OpenAI's */
    public WatsonxDialect(OpenAiChatDialect chat) {
        this.chat = chat;
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Target target = call.target();
        ObjectNode body = ChatTree.of(conversation, call, false);
        body.remove(List.of("model", "stream"));
        if (body.path("tool_choice").isTextual()) {
            body.set("tool_choice_option", body.remove("tool_choice"));
        }
        String model = target.providerModel();
        String deployment = model.startsWith(DEPLOYMENT) ? model.substring(DEPLOYMENT.length()) : "";
        if (deployment.isEmpty()) {
            body.put("model_id", model);
            place(target, body);
        }
        String action = call.request().scan().stream() ? "chat_stream" : "chat";
        return new UpstreamRequest(
                "POST",
                target.apiBase() + (deployment.isEmpty() ? "/ml/v1" : "/ml/v1/deployments/" + deployment) + "/text/"
                        + action + "?version="
                        + target.params().string("api_version").orElse(VERSION),
                RequestHeaders.json(target),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    private static void place(Target target, ObjectNode body) {
        for (String name : new String[] {"project_id", "space_id"}) {
            String value = target.params().string(name).orElse("");
            if (!value.isEmpty()) {
                body.put(name, value);
                return;
            }
        }
        throw new UnsupportedRequestException(
                "watsonx needs project_id or space_id in litellm_params, or WATSONX_PROJECT_ID or WATSONX_SPACE_ID");
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return chat.decoder(call);
    }
}
