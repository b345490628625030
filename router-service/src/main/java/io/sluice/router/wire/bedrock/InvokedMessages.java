package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.MessagesWire;
import io.sluice.router.wire.edit.PassedRequest;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Claude by InvokeModel for clients of Anthropic's protocol: their bytes pass, with the model in the address, a version of Bedrock's own and the
 * beta features in the body (docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html).
 */
public final class InvokedMessages implements Wire {

    private static final String VERSION = "bedrock-2023-05-31";

    private final MessagesWire messages = new MessagesWire(
            new MessagesWire.Host(InvokedMessages::address, VERSION, Set.of("stream", "service_tier"), true));

    /** Whether Claude speaks. */
    public static boolean isClaude(Target target) {
        return BedrockModel.of(target).isClaude();
    }

    private static String address(WireCall call) {
        return BedrockUrl.of(
                call.target(),
                BedrockModel.of(call.target()),
                call.request().scan().stream() ? "invoke-with-response-stream" : "invoke");
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        refuseSearch(call);
        return messages.encode(call);
    }

    /** Anthropic runs its search itself, and is not asked here. */
    private static void refuseSearch(WireCall call) {
        PassedRequest request = new PassedRequest(call, name -> true, "max_tokens");
        int tools = request.editor().index("tools");
        if (tools < 0) {
            return;
        }
        for (JsonNode tool : PassedRequest.tree(request.editor().value(tools))) {
            String type = tool.path("type").asText("");
            if (type.startsWith("web_search_") || type.startsWith("web_fetch_")) {
                throw new UnsupportedRequestException(
                        "Bedrock does not run Anthropic's server tools (tool type '" + type + "', model '"
                                + call.target().providerModel()
                                + "'). Remove the tool from the request, or use this model at Anthropic or Vertex AI.",
                        "tools");
            }
        }
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new InvokedMessagesReader(messages.reader(call));
    }
}
