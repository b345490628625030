package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.CohereEmbed;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;
import java.util.Set;

/**
 * Cohere's embeddings by InvokeModel: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html (seen 2026-11-26). Bedrock
 * counts the tokens in a header.
 */
public final class CohereOnBedrock implements PlainDialect {

    private static final Set<String> KNOWN = Set.of(
            "input",
            "encoding_format",
            "dimensions",
            "input_type",
            "truncate",
            "embedding_types",
            "output_dimension",
            "max_tokens");

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        Target target = call.target();
        BedrockModel model = BedrockModel.of(target);
        if (!model.maker().equals("cohere")) {
            throw new UnsupportedRequestException("Sluice does not know how " + target.providerModel()
                    + " makes embeddings at Bedrock; it knows Titan's and Cohere's models");
        }
        ObjectNode asked = request.only(KNOWN).tree();
        boolean format = asked.has("encoding_format");
        asked.remove("encoding_format");
        ObjectNode body = CohereEmbed.body(asked);
        body.remove("model");
        if (format) {
            body.putArray("embedding_types").add("float");
        }
        return request.translated(
                new ChatAddress(BedrockUrl.of(target, model, "invoke"), RequestHeaders.json(target)), body);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        return Vectors.answer(
                CohereEmbed.vectors(answer), Vectors.count(headers, "x-amzn-bedrock-input-token-count"), asked, call);
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
