package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.EndpointRules;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The Responses API for clients that speak it: bytes pass. */
public final class ResponsesWire implements Wire {

    /** Every message of the input has to say that it is one. */
    private static final String TYPED_MESSAGES = "typed-messages";

    /** Its models take an effort whatever their names say. */
    private static final String ANY_EFFORT = "any-effort";

    private static final Pattern COMPACT = Pattern.compile("[^?]*/compact(\\?.*)?");

    private final ChatAddress.Rule addresses;
    private final boolean namesTell;

    /**
     * @param addresses where a deployment's responses are asked for
     * @param namesTell a model's name says what it can; at Azure its owner chose the name
     */
    public ResponsesWire(ChatAddress.Rule addresses, boolean namesTell) {
        this.addresses = addresses;
        this.namesTell = namesTell;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        PassedRequest request = new PassedRequest(call, name -> true, "max_output_tokens");
        EndpointRules rules = new EndpointRules(call, request, said -> unsupported(call.target(), said));
        rules.apply();
        if (rules.has(TYPED_MESSAGES)) {
            typeMessages(request);
        }
        if (namesTell && !rules.has(ANY_EFFORT)) {
            effort(request, rules, call.target());
        }
        ChatAddress address = addresses.of(call.target());
        return CompletableFuture.completedStage(new UpstreamRequest(
                "POST", uri(address.uri(), call.request()), address.headers(), request.body(), request.notes()));
    }

    /** Whether a conversation is to be made shorter, not answered: platform.openai.com/docs/api-reference/responses/compact. */
    public static boolean isCompaction(RouteRequest request) {
        return COMPACT.matcher(request.headers().getOrDefault(RouteRequest.PATH, ""))
                .matches();
    }

    private static String uri(String uri, RouteRequest request) {
        return isCompaction(request) ? uri.replaceFirst("(\\?|$)", "/compact$1") : uri;
    }

    /** A model that does not reason is not asked to. */
    private static void effort(PassedRequest request, EndpointRules rules, Target target) {
        int reasoning = request.editor().index("reasoning");
        if (reasoning >= 0
                && PassedRequest.tree(request.editor().value(reasoning))
                        .path("effort")
                        .isTextual()
                && target.provider()
                        .refused(target.knownModel(), target.card().capabilities())
                        .contains("reasoning_effort")) {
            rules.refuse(reasoning, "`reasoning.effort`");
        }
    }

    private static UnsupportedRequestException unsupported(Target target, String said) {
        return new UnsupportedRequestException(target.providerModel() + " doesn't support " + said
                + ". To drop unsupported params set `litellm_settings: drop_params: true`");
    }

    /** A message may leave out that it is one; not every provider of the protocol knows. */
    private static void typeMessages(PassedRequest request) {
        int index = request.editor().index("input");
        if (index >= 0 && PassedRequest.tree(request.editor().value(index)) instanceof ArrayNode items) {
            for (JsonNode item : items) {
                if (item instanceof ObjectNode message && message.has("role")) {
                    message.putIfAbsent("type", TextNode.valueOf("message"));
                }
            }
            request.editor().replaceValue(index, PassedRequest.json(items));
        }
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new ResponsesAnswerReader(call);
    }
}
