package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.tokens.Vocabulary;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.CollectedDecoder;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Models on Bedrock: by Converse, which has one form for all, or by InvokeModel in the words of their maker where the deployment says
 * {@code invoke/} or the model knows no more than a prompt.
 */
public final class BedrockDialect implements Dialect {

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        BedrockModel model = BedrockModel.of(call.target());
        boolean stream = call.request().scan().stream() && model.streams(namesTools(call));
        ObjectNode body = model.invoke()
                ? InvokeRequest.of(model, call, conversation)
                : new ConverseRequest(model, call, conversation).build();
        String action = model.invoke()
                ? stream ? "invoke-with-response-stream" : "invoke"
                : stream ? "converse-stream" : "converse";
        return new UpstreamRequest(
                "POST",
                BedrockUrl.of(call.target(), model, action),
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /** Bedrock takes bytes and what lies in S3: API_runtime_ImageSource.html. */
    @Override
    public boolean cannotFetch(Media.Url media, WireCall call) {
        return media.url().startsWith("http");
    }

    @Override
    public CompletionStage<Void> prepare(WireCall call) {
        return Vocabulary.prepare();
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        BedrockModel model = BedrockModel.of(call.target());
        if (!model.invoke() || model.isNova()) {
            EventDecoder decoder = new ConverseDecoder(model.invoke());
            return model.streams(namesTools(call)) ? decoder : new CollectedDecoder(decoder);
        }
        return model.isClaude() ? new ClaudeInvokeDecoder() : new TextDecoder();
    }

    private static boolean namesTools(WireCall call) {
        return call.request().scan().topLevel().stream()
                .anyMatch(member -> member.name().equals("tools"));
    }

    /** Claude does; for the others it makes no difference, since they sign nothing. */
    @Override
    public boolean signsThinking() {
        return true;
    }
}
