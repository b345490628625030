package io.sluice.router.wire.responses;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import io.sluice.router.wire.openai.OpenAiChatWire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * OpenAI's models through the Responses API, for clients of another protocol: LiteLLM asks so for those of Anthropic's, since only there a model's
 * reasoning can be kept over the turns, and for all where the model has no chat. What the Responses API has no word for, stop sequences and the
 * smallest limits, is asked in a chat; a model without one does not get the former, and is not called when a strict budget can only pay for the latter.
 */
public final class ResponsesDialect implements Dialect {

    private static final Set<String> STOPS = Set.of("stop", "stop_sequences");

    private final OpenAiChatDialect chat;
    private final ChatAddress.Rule addresses;

    /**
     * @param wire of the chat, for what only a chat can be asked
     * @param addresses where a deployment's responses are asked for
     */
    public ResponsesDialect(OpenAiChatWire wire, ChatAddress.Rule addresses) {
        this.chat = new OpenAiChatDialect(wire);
        this.addresses = addresses;
    }

    /** Whether a model has no chat: the price list says so (gpt-5-codex, o1-pro), or the configuration ({@code openai/responses/MODEL}). */
    public static boolean isOnlyWayTo(Target target) {
        return "responses".equals(target.card().mode());
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        if (asksChat(call)) {
            return chat.encode(conversation, call);
        }
        if (isTooLittle(call)) {
            throw new UnsupportedRequestException(call.target().providerModel() + " writes at least "
                    + ResponsesRequest.LEAST_OUTPUT + " tokens, and the budget does not pay for so many");
        }
        ChatAddress address = addresses.of(call.target());
        byte[] body =
                new ResponsesRequest(call, conversation).build().toString().getBytes(StandardCharsets.UTF_8);
        return new UpstreamRequest(
                "POST",
                address.uri(),
                address.headers(),
                List.of(ByteBuffer.wrap(body)),
                conversation.params().notes());
    }

    private static boolean asksChat(WireCall call) {
        return !isOnlyWayTo(call.target())
                && (isTooLittle(call)
                        || call.request().scan().topLevel().stream().anyMatch(member -> stops(call, member)));
    }

    /** A limit below the least that the Responses API takes is raised to it, which a strict budget does not allow. */
    private static boolean isTooLittle(WireCall call) {
        long cap = call.request().outputCap();
        return cap >= 0 && cap < ResponsesRequest.LEAST_OUTPUT && call.request().spendable() != Long.MAX_VALUE;
    }

    private static boolean stops(WireCall call, BodyScan.Member member) {
        byte first = call.request()
                .body()
                .get(call.request().body().position() + member.value().start());
        return STOPS.contains(member.name()) && first != 'n';
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return asksChat(call)
                ? chat.decoder(call)
                : new ResponsesDecoder(
                        call.target().apiKey(),
                        id -> call.request().protocol() == Protocol.OPENAI_CHAT ? id : litellms(id, call));
    }

    /** LiteLLM's form, from which its tools read who answered. */
    private static String litellms(String id, WireCall call) {
        String said = "litellm:custom_llm_provider:" + call.target().provider().name() + ";model_id:"
                + call.target().deploymentId() + ";response_id:" + id;
        return "resp_" + Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body, WireCall call) {
        return asksChat(call)
                ? chat.failure(status, headers, body, call)
                : Dialect.super.failure(status, headers, body, call);
    }

    @Override
    public boolean signsThinking() {
        return true;
    }
}
