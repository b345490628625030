package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.tokens.TokenEstimate;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import io.sluice.router.wire.openai.Usage;

/** LiteLLM's {@code /spend/calculate}: what messages cost as input, or what an answer with its usage cost. */
final class Costs {

    private final Targets targets;

    Costs(Targets targets) {
        this.targets = targets;
    }

    JsonNode of(RouteRequest request) {
        JsonNode body = Desk.body(request);
        JsonNode answer = body.path("completion_response");
        String model = body.path("model").asText(answer.path("model").asText(""));
        if (model.isEmpty()) {
            throw new UnsupportedRequestException("model: it has to be named, here or in completion_response", "model");
        }
        Target target = targets.any(model, request.caller());
        TokenUsage usage;
        if (answer.path("usage").isObject()) {
            TokenUsage said = Usage.read(answer.path("usage"));
            if (said == null) {
                throw new UnsupportedRequestException(
                        "usage: prompt_tokens and completion_tokens are expected", "usage");
            }
            usage = said;
        } else if (body.path("messages").isArray()) {
            ClientProtocol chat = Wires.client(Protocol.OPENAI_CHAT).orElseThrow();
            usage = TokenUsage.of(
                    TokenEstimate.of(chat.read(new WireCall(target, request, model)), target.knownModel()), 0);
        } else {
            throw new UnsupportedRequestException("either messages or completion_response has to be given", "messages");
        }
        CostCalculator.Cost cost = CostCalculator.cost(target.card(), usage, null);
        if (!cost.known()) {
            throw new UnsupportedRequestException("The price of '" + model + "' is not known.", "model");
        }
        return Desk.JSON.createObjectNode().put("cost", cost.total().toDollars().doubleValue());
    }
}
