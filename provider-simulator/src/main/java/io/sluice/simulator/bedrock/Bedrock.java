package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.anthropic.Anthropic;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Turn;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's runtime: {@code /model/{id}/converse}, {@code converse-stream}, {@code invoke}, {@code
 * invoke-with-response-stream}, {@code count-tokens}. A call is signed with {@link #ACCESS_KEY} and {@link #SECRET_KEY}, or
 * brings a Bedrock API key as a bearer token.
 *
 * <p>Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html and botocore's
 * model of bedrock-runtime 2023-09-30 (1.44.8).
 */
public final class Bedrock implements Protocol {

    /** The access key that there is. */
    public static final String ACCESS_KEY = "AKIASIMULATED0000001";

    /** Its secret: public, as everything that this simulator guards. */
    public static final String SECRET_KEY = "simulated/secret+access/key+of/sluice+01";

    private static final String MODEL = "/model/";
    private static final List<String> ACTIONS =
            List.of("converse", "converse-stream", "invoke", "invoke-with-response-stream", "count-tokens");

    private final SigV4 signatures = new SigV4(ACCESS_KEY, SECRET_KEY);
    private final Invocation invocation;
    private final boolean keyRequired;

    /** @param anthropic what answers InvokeModel for Claude */
    public Bedrock(Anthropic anthropic, boolean keyRequired) {
        this.invocation = new Invocation(anthropic);
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && call.path().contains(MODEL)
                && ACTIONS.contains(call.path().substring(call.path().lastIndexOf('/') + 1));
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(model(call), action(call).endsWith("stream"), TextModels.said(call));
    }

    @Override
    public Reply answer(Call call) {
        BedrockError refusal = refusal(call);
        if (refusal != null) {
            return refusal.reply(call);
        }
        String model = model(call);
        return switch (action(call)) {
            case "invoke" -> invocation.reply(call, model, false);
            case "invoke-with-response-stream" -> invocation.reply(call, model, true);
            case "count-tokens" -> count(call);
            default -> converse(call);
        };
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        return BedrockError.of(status, message).reply(call);
    }

    private static Reply converse(Call call) {
        if (!call.body().path("messages").has(0)) {
            return BedrockError.of(
                            400,
                            "A conversation must start with a user message. Try again with a conversation that"
                                    + " starts with a user message.")
                    .reply(call);
        }
        Turn turn = Turn.of(call, ConverseRequest.prompt(call.body()));
        Conversation conversation = new Conversation(turn, false);
        if (action(call).equals("converse")) {
            Reply.Whole reply = Reply.json(200, conversation.whole(), turn.told(), turn.produced());
            BedrockError.mark(reply.headers(), call);
            return reply;
        }
        return new Reply.Stream(
                BedrockError.mark(EventStream.headers(), call),
                conversation.events((name, event) -> EventStream.event(name, event.put("p", "abcdefgh"))),
                turn.produced().producing(0),
                turn.told(),
                EventStream.exception("modelStreamErrorException", "The system encountered an unexpected error."),
                EventStream.garbage());
    }

    private static Reply count(Call call) {
        JsonNode input = call.body().path("input");
        JsonNode body = input.path("converse");
        if (input.has("invokeModel")) {
            String encoded = input.path("invokeModel").path("body").asText("");
            body = Json.read(Buffer.buffer(Base64.getDecoder().decode(encoded)));
        }
        Prompt prompt = ConverseRequest.prompt(body);
        ObjectNode json = Json.object().put("inputTokens", prompt.tokens());
        return Reply.json(200, json);
    }

    private @Nullable BedrockError refusal(Call call) {
        BedrockError stranger = stranger(call);
        if (stranger != null) {
            return stranger;
        }
        if (!call.body().isObject()) {
            return BedrockError.of(400, "The request body is not valid JSON.");
        }
        return model(call).contains("missing-")
                ? BedrockError.of(404, "Could not resolve the foundation model from the provided model identifier.")
                : null;
    }

    private @Nullable BedrockError stranger(Call call) {
        String authorization = call.header("authorization");
        if (authorization.startsWith(SigV4.SCHEME)) {
            return signatures.flaw(call, "bedrock", Instant.now());
        }
        String key = call.key();
        if (key.isEmpty() && keyRequired) {
            return new BedrockError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        return key.contains("invalid")
                ? new BedrockError(
                        403, "AccessDeniedException", "Authentication failed: Please make sure your API Key is valid.")
                : null;
    }

    private static String model(Call call) {
        int start = call.path().lastIndexOf(MODEL) + MODEL.length();
        return Call.decoded(call.path().substring(start, call.path().lastIndexOf('/')));
    }

    private static String action(Call call) {
        return call.path().substring(call.path().lastIndexOf('/') + 1);
    }
}
