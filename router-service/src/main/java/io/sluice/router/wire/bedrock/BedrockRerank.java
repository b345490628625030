package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.credentials.AwsRegion;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.rank.Ranks;
import java.util.Map;

/** Ranks of Cohere's and Amazon's models: docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html (seen 2026-11-26). */
public final class BedrockRerank implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        ObjectNode body = asked.objectNode();
        ObjectNode query = body.putArray("queries").addObject().put("type", "TEXT");
        query.putObject("textQuery").set("text", asked.path("query"));
        JsonNode documents = asked.path("documents");
        ObjectNode ranking = body.putObject("rerankingConfiguration").put("type", "BEDROCK_RERANKING_MODEL");
        ObjectNode configuration = ranking.putObject("bedrockRerankingConfiguration");
        configuration.putObject("modelConfiguration").put("modelArn", arn(call.target()));
        configuration.put("numberOfResults", asked.path("top_n").asInt(documents.size()));
        var sources = body.putArray("sources");
        for (JsonNode document : documents) {
            ObjectNode inline = sources.addObject().put("type", "INLINE").putObject("inlineDocumentSource");
            if (document.isObject()) {
                inline.put("type", "JSON").set("jsonDocument", document);
            } else {
                inline.put("type", "TEXT").putObject("textDocument").set("text", document);
            }
        }
        return request.translated(new ChatAddress(uri(call.target()), RequestHeaders.json(call.target())), body);
    }

    private static String arn(Target target) {
        String model = AwsRegion.without(target.providerModel());
        return model.startsWith("arn:")
                ? model
                : "arn:aws:bedrock:" + AwsRegion.of(target) + "::foundation-model/" + model;
    }

    /** It is not the runtime of models but that of agents. */
    private static String uri(Target target) {
        String region = AwsRegion.of(target);
        return target.params()
                        .string("aws_bedrock_runtime_endpoint")
                        .or(() -> target.params().string("api_base"))
                        .orElse("https://bedrock-agent-runtime." + region + AwsRegion.domain(region))
                        .replaceFirst("/+$", "")
                + "/rerank";
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        Ranks ranks = new Ranks(asked);
        for (JsonNode result : answer.path("results")) {
            ranks.add(
                    result.path("index"),
                    result.path("relevanceScore"),
                    result.path("document").path("textDocument").path("text"));
        }
        return ranks.units(null);
    }
}
