package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import io.sluice.router.wire.bedrock.FoundationModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * How a provider is asked for the tokens of a request: the request itself, as its wire writes it, sent to another address with fewer members.
 */
enum NativeCount {
    /** docs.anthropic.com/en/api/messages-count-tokens. */
    ANTHROPIC("anthropic-count-tokens") {
        @Override
        UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target) {
            Map<String, String> headers = new HashMap<>(request.headers());
            headers.merge("anthropic-beta", "token-counting-2024-11-01", (given, more) -> given + "," + more);
            body.retain("model", "messages", "system", "tools", "tool_choice", "thinking", "mcp_servers");
            return with(request, request.uri() + "/count_tokens", headers, body);
        }
    },
    /** ai.google.dev/api/tokens: the contents alone, or a whole request with the model's full name. */
    GEMINI("gemini-count-tokens") {
        @Override
        UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target) {
            body.retain("contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config");
            ObjectNode asked = body;
            if (body.size() > 1) {
                asked = Desk.JSON.createObjectNode();
                ObjectNode whole =
                        asked.putObject("generateContentRequest").put("model", "models/" + target.providerModel());
                whole.setAll(body);
            }
            return with(request, versioned(counting(request.uri())), request.headers(), asked);
        }

        /** LiteLLM counts below a version, also where an {@code api_base} names none. */
        private static String versioned(String uri) {
            int models = uri.lastIndexOf("/models/");
            String base = models < 0 ? uri : uri.substring(0, models);
            return models < 0 || base.matches(".*/v\\d[a-z0-9]*") ? uri : base + "/v1beta" + uri.substring(models);
        }
    },
    /**
     * cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/projects.locations.publishers.models/countTokens, and for Claude
     * docs.anthropic.com/en/docs/build-with-claude/claude-on-vertex-ai.
     */
    VERTEX("vertex-count-tokens") {
        @Override
        UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target) {
            if (body.has("anthropic_version")) {
                body.retain("messages", "system", "tools", "tool_choice", "thinking");
                body.put("model", target.providerModel().split("@", 2)[0]);
                String uri = request.uri().replaceFirst("/models/[^/]*:rawPredict$", "/models/count-tokens:rawPredict");
                return with(request, uri, request.headers(), body);
            }
            body.retain("contents", "systemInstruction", "system_instruction", "tools");
            return with(request, counting(request.uri()), request.headers(), body);
        }
    },
    /** docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html. */
    BEDROCK("bedrock-count-tokens") {
        private static final String INVOKE = "invoke/";

        /** A model that is called by InvokeModel is counted as if by Converse. */
        @Override
        CompletionStage<UpstreamRequest> request(WireCall call) {
            Target target = call.target();
            return super.request(
                    target.providerModel().startsWith(INVOKE)
                            ? new WireCall(
                                    target.ofModel(target.providerModel().substring(INVOKE.length())),
                                    call.request(),
                                    call.answerModel())
                            : call);
        }

        /** Converse's, whatever the protocol's own wire is: of the forms that can be counted it is the one that all models have. */
        @Override
        Wire wire(WireCall call) {
            return Wires.find(call.request().protocol(), "bedrock-converse").orElseThrow();
        }

        @Override
        UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target) {
            body.retain("messages", "system", "toolConfig");
            ObjectNode asked = Desk.JSON.createObjectNode();
            asked.putObject("input").set("converse", body);
            String uri = FoundationModel.address(request.uri()).replaceFirst("/converse$", "/count-tokens");
            return with(request, uri, request.headers(), asked);
        }

        @Override
        Optional<String> countedAs(Target target) {
            return Optional.of(FoundationModel.of(target)).filter(id -> id.startsWith("anthropic."));
        }
    },
    /** platform.openai.com/docs/api-reference/responses/input-tokens. */
    OPENAI("openai-count-tokens") {
        @Override
        UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target) {
            String uri = request.uri().replaceFirst("/(chat/completions|responses)$", "/responses/input_tokens");
            ObjectNode asked = body.has("input") ? body : ResponsesInput.of(body);
            asked.retain("model", "input", "instructions", "tools", "tool_choice", "text", "reasoning");
            return with(request, uri, request.headers(), asked);
        }
    };

    private final String wire;

    NativeCount(String wire) {
        this.wire = wire;
    }

    /** Empty when the provider's file names none. */
    static Optional<NativeCount> of(WireCall call) {
        EndpointSpec endpoint = call.target().provider().profile().endpoints().get("count_tokens");
        for (NativeCount one : values()) {
            if (endpoint != null && endpoint.wire().equals(one.wire)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The request for a count, not signed yet. */
    CompletionStage<UpstreamRequest> request(WireCall call) {
        return wire(call).encode(call).thenApply(request -> change(request, body(request.body()), call.target()));
    }

    /** That writes what is counted. */
    Wire wire(WireCall call) {
        return Wires.of(call.request().protocol(), call.target()).orElseThrow();
    }

    /** The model that LiteLLM's list names for the count, where it names one; clients are told. */
    Optional<String> countedAs(Target target) {
        return Optional.empty();
    }

    abstract UpstreamRequest change(UpstreamRequest request, ObjectNode body, Target target);

    /** The count, by whatever name this provider calls it; empty when the answer holds none. */
    static OptionalLong tokens(JsonNode answer) {
        for (String name : new String[] {"input_tokens", "totalTokens", "inputTokens"}) {
            if (answer.path(name).isIntegralNumber()) {
                return OptionalLong.of(answer.path(name).asLong());
            }
        }
        return OptionalLong.empty();
    }

    private static String counting(String uri) {
        return uri.replaceFirst(":generateContent$", ":countTokens");
    }

    private static UpstreamRequest with(
            UpstreamRequest request, String uri, Map<String, String> headers, ObjectNode body) {
        try {
            List<ByteBuffer> bytes = List.of(ByteBuffer.wrap(Desk.JSON.writeValueAsBytes(body)));
            return new UpstreamRequest(request.method(), uri, headers, bytes, request.notes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode body(List<ByteBuffer> pieces) {
        int size = pieces.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        pieces.forEach(piece -> whole.put(piece.duplicate()));
        try {
            return (ObjectNode) Desk.JSON.readTree(whole.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
