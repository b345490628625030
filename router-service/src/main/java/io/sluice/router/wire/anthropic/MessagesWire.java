package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.BodyEditor;
import io.sluice.router.wire.edit.PassedRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Messages API for clients that speak it: bytes pass, and so do the client's {@code anthropic-version} and {@code anthropic-beta}.
 */
public final class MessagesWire implements Wire {

    private static final String PATH = "/v1/messages";
    private static final String VERSION = "2023-06-01";
    private static final String BETA = "anthropic-beta";

    /** docs.anthropic.com/en/api/messages (seen 2026-11-26). Anthropic refuses others, except those that a beta brings. */
    private static final Set<String> KNOWN = Set.of(
            "max_tokens",
            "messages",
            "metadata",
            "service_tier",
            "stop_sequences",
            "stream",
            "system",
            "temperature",
            "thinking",
            "tool_choice",
            "tools",
            "top_k",
            "top_p",
            "container",
            "context_management",
            "mcp_servers",
            "output_config",
            "output_format",
            "cache_control",
            "inference_geo",
            "speed");

    /**
     * Where Claude is.
     *
     * @param address of a call
     * @param versionInBody where the model is in the address and the version in the body; null where both are as at Anthropic's
     * @param untaken members that are left out without a word: they mean nothing there
     * @param betasInBody beta features are named in the body, too
     */
    public record Host(
            Function<WireCall, String> address,
            @Nullable String versionInBody,
            Set<String> untaken,
            boolean betasInBody) {

        public Host(Function<WireCall, String> address, @Nullable String versionInBody) {
            this(address, versionInBody, Set.of(), false);
        }
    }

    private final Host host;

    /** Anthropic's own address, and whoever has the same. */
    public MessagesWire() {
        this(new Host(call -> url(call.target()), null));
    }

    public MessagesWire(Host host) {
        this.host = host;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        boolean betas = call.request().headers().containsKey(BETA);
        PassedRequest request = new PassedRequest(call, name -> betas || KNOWN.contains(name), "max_tokens");
        oldModels(request, call.target());
        if (host.versionInBody != null) {
            request.withoutModel();
            request.append("anthropic_version", host.versionInBody);
        }
        for (String name : host.untaken) {
            int at = request.editor().index(name);
            if (at >= 0) {
                request.editor().drop(at);
            }
        }
        Set<String> named = named(call);
        if (host.betasInBody && !named.isEmpty()) {
            request.append("anthropic_beta", named);
        }
        return CompletableFuture.completedStage(new UpstreamRequest(
                "POST", host.address.apply(call), headers(call, named), request.body(), request.notes()));
    }

    /**
     * Clients ask for the newest way to think without knowing which model is behind a name. An older Claude gets a budget instead, as LiteLLM has
     * it; one that is no Claude is left to itself.
     */
    private static void oldModels(PassedRequest request, Target target) {
        String name = target.providerModel().toLowerCase(Locale.ROOT);
        ClaudeModel model = ClaudeModel.of(name);
        boolean claude = name.contains("claude");
        if (claude && model.adaptiveThinking()) {
            return;
        }
        BodyEditor editor = request.editor();
        int config = editor.index("output_config");
        JsonNode asked = config < 0 ? MessagesRequest.JSON.missingNode() : PassedRequest.tree(editor.value(config));
        int thinking = editor.index("thinking");
        if (thinking >= 0
                && PassedRequest.tree(editor.value(thinking))
                        .path("type")
                        .asText()
                        .equals("adaptive")) {
            if (claude) {
                long budget = Thinking.budget(asked.path("effort").asText("medium"));
                editor.replaceValue(
                        thinking,
                        PassedRequest.json(MessagesRequest.JSON
                                .createObjectNode()
                                .put("type", "enabled")
                                .put("budget_tokens", budget)));
            } else {
                editor.drop(thinking);
                request.notes().add("thinking");
            }
        }
        if (asked instanceof ObjectNode object && object.has("effort") && !name.contains("opus-4-5")) {
            object.remove("effort");
            request.notes().add("output_config.effort");
            if (object.isEmpty()) {
                editor.drop(config);
            } else {
                editor.replaceValue(config, PassedRequest.json(object));
            }
        }
    }

    /** A version at the end of a base URL is not said again. */
    private static String url(Target target) {
        EndpointSpec endpoint = target.provider().profile().endpoints().get("messages");
        String path = endpoint == null || endpoint.path().isEmpty() ? PATH : endpoint.path();
        String base = target.apiBase();
        if (base.endsWith(path)) {
            return base;
        }
        for (String version : List.of("/v1", "/beta")) {
            if (base.endsWith(version)) {
                return base.substring(0, base.length() - version.length()) + path;
            }
        }
        return base + path;
    }

    /** The beta features that the deployment or the client names. */
    private static Set<String> named(WireCall call) {
        Set<String> betas = new LinkedHashSet<>();
        add(betas, RequestHeaders.json(call.target()).get(BETA));
        add(betas, call.request().headers().get(BETA));
        return betas;
    }

    private Map<String, String> headers(WireCall call, Set<String> betas) {
        Target target = call.target();
        Map<String, String> headers = RequestHeaders.json(target);
        String key = target.apiKey();
        if (key != null && target.provider().auth() == Provider.Auth.BEARER) {
            headers.remove("authorization"); // whoever offers this protocol takes Anthropic's header
            headers.put("x-api-key", key);
        }
        Map<String, String> clients = call.request().headers();
        String version = clients.get("anthropic-version");
        boolean inBody = host.versionInBody != null;
        if (version != null && (!inBody || host.betasInBody)) {
            headers.put("anthropic-version", version);
        } else if (inBody) {
            headers.remove("anthropic-version");
        } else {
            headers.putIfAbsent("anthropic-version", VERSION);
        }
        if (!betas.isEmpty()) {
            headers.put(BETA, String.join(",", betas));
        }
        return headers;
    }

    private static void add(Set<String> betas, @Nullable String list) {
        if (list != null) {
            for (String beta : list.split(",", -1)) {
                betas.add(beta.strip());
            }
        }
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new MessagesAnswerReader(call);
    }
}
