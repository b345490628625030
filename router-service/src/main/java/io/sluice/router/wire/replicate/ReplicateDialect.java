package io.sluice.router.wire.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.PolledDialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.prompt.PromptTemplate;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Language models at Replicate: a prediction is begun with one prompt, and asked for until it has ended; a stream is read where the prediction
 * says. An official model has an address of its own, a version ({@code owner/name:version}) is named in the body, a deployment ({@code
 * deployments/owner/name}) is its owner's.
 */
public final class ReplicateDialect implements PolledDialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final long POLL_MILLIS = 500;
    private static final Set<String> RUNNING = Set.of("starting", "processing");

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Target target = call.target();
        ObjectNode body = JSON.createObjectNode();
        int colon = target.providerModel().indexOf(':');
        if (colon >= 0) {
            body.put("version", target.providerModel().substring(colon + 1));
        }
        body.set("input", input(conversation, call));
        return new UpstreamRequest(
                "POST",
                target.apiBase() + path(target.providerModel()),
                RequestHeaders.json(target),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    private static String path(String model) {
        if (model.contains(":")) {
            return "/predictions";
        }
        return (model.startsWith("deployments/") ? "/" : "/models/") + model + "/predictions";
    }

    private static ObjectNode input(Conversation conversation, WireCall call) {
        Params params = conversation.params();
        ObjectNode input = JSON.createObjectNode();
        String model = call.target().providerModel().toLowerCase(Locale.ROOT);
        input.put(
                "prompt",
                model.contains("llama-3")
                        ? PromptTemplate.llama(conversation.messages())
                        : model.contains("mistral") || model.contains("mixtral")
                                ? PromptTemplate.mistral(conversation.messages())
                                : PromptTemplate.plain(conversation.messages()));
        rename(params, "max_completion_tokens", "max_tokens");
        rename(params, "stop", "stop_sequences");
        params.take("n");
        params.rest().forEach(input::set);
        input.setAll(params.extraBody());
        OutputCap.put(input, "max_tokens", call.request().outputCap());
        return input.put("stream", call.request().scan().stream());
    }

    private static void rename(Params params, String name, String as) {
        JsonNode value = params.take(name);
        if (!value.isMissingNode()) {
            params.set(as, value);
        }
    }

    @Override
    public Optional<Next> next(ByteBuffer body, WireCall call) {
        byte[] json = Bytes.copy(body);
        JsonNode prediction;
        try {
            prediction = JSON.readTree(json);
        } catch (IOException e) {
            return Optional.empty(); // the decoder says so
        }
        String stream = prediction.path("urls").path("stream").asText("");
        String status = prediction.path("status").asText("");
        if (!RUNNING.contains(status)) {
            return Optional.empty();
        }
        if (call.request().scan().stream() && !stream.isEmpty() && isReplicates(stream, call.target())) {
            return Optional.of(new Next(get(stream, streaming(call.target())), 0, true));
        }
        String uri = call.target().apiBase() + "/predictions/"
                + prediction.path("id").asText("");
        return Optional.of(new Next(get(uri, RequestHeaders.json(call.target())), POLL_MILLIS, false));
    }

    /** The key goes to the host that it is for, and to no other that an answer names. */
    private static boolean isReplicates(String stream, Target target) {
        String host = host(stream);
        return host.equals(host(target.apiBase()))
                || (stream.startsWith("https://") && host.endsWith(".replicate.com"));
    }

    private static String host(String uri) {
        try {
            String host = URI.create(uri).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Map<String, String> streaming(Target target) {
        Map<String, String> headers = new HashMap<>(RequestHeaders.json(target));
        headers.put("accept", "text/event-stream");
        headers.put("cache-control", "no-store");
        return headers;
    }

    private static UpstreamRequest get(String uri, Map<String, String> headers) {
        Map<String, String> bodiless = new HashMap<>(headers);
        bodiless.remove("content-type");
        return new UpstreamRequest("GET", uri, bodiless, List.of(), List.of());
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new ReplicateDecoder(call.target().apiKey());
    }
}
