package io.sluice.router.wire.passthrough;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Provider;
import io.sluice.router.credentials.KeyHeader;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.batch.BatchWire;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.plain.FormBody;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Any endpoint of any provider: method, path, query and body as the client sent them, to the address that the deployment has, with its credentials.
 */
public final class PassThroughWire implements Wire {

    /** Client headers that a provider may read. */
    private static final Set<String> HEADERS = Set.of(
            "accept",
            "accept-language",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "range",
            "user-agent");

    private static final List<String> PREFIXES =
            List.of("anthropic-", "openai-", "x-goog-", "x-stainless-", "x-amzn-bedrock-");

    /** A client's own header for the provider: it goes on without this ({@code litellm-behaviour.md} 1.4). */
    private static final String MARK = "x-pass-";

    /** Of the connection (RFC 9110, 7.6.1), or of the provider's own site. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "proxy-authenticate",
            "server",
            "set-cookie",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> KEYS =
            Set.of("authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie", "content-encoding");

    private static final Pattern VERSION = Pattern.compile("/v\\d[a-z0-9]*");
    private static final Pattern VERTEX_LOCATION =
            Pattern.compile("^/v1[a-z0-9]*/projects/[^/]+/locations/([a-z0-9-]+)/");
    private static final Pattern EMPTY_KEY = Pattern.compile("(?<=[?&])key=(?=&|$)");

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return BatchWire.of(call).map(batch -> batch.encode(call)).orElseGet(() -> asItIs(call));
    }

    private static CompletionStage<UpstreamRequest> asItIs(WireCall call) {
        RouteRequest request = call.request();
        Target target = call.target();
        Map<String, String> headers = headers(request, target);
        String uri = uri(target, request.headers().getOrDefault(RouteRequest.PATH, ""));
        String key = target.apiKey();
        Matcher inQuery = EMPTY_KEY.matcher(uri);
        if (inQuery.find()) {
            // the key goes where the client had its own
            headers.remove("x-goog-api-key");
            uri = inQuery.replaceFirst(
                    key == null
                            ? ""
                            : "key="
                                    + URLEncoder.encode(key, StandardCharsets.UTF_8)
                                            .replace("$", "\\$"));
        }
        return CompletableFuture.completedStage(new UpstreamRequest(
                request.headers().getOrDefault(RouteRequest.METHOD, "POST"),
                uri,
                headers,
                body(request, headers),
                List.of()));
    }

    /** With files it is a form, which is written here. */
    private static List<ByteBuffer> body(RouteRequest request, Map<String, String> headers) {
        ByteBuffer body = request.body().duplicate();
        if (request.files().isEmpty()) {
            return body.hasRemaining() ? List.of(body) : List.of();
        }
        FormBody form = new FormBody().fields(SeamJson.read(Bytes.copy(body), ObjectNode.class));
        request.files().forEach(file -> form.file(file, file.contentType()));
        headers.put("content-type", form.contentType());
        return form.build();
    }

    private static Map<String, String> headers(RouteRequest request, Target target) {
        boolean all = target.params().flag("forward_headers", false);
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String passed = name.startsWith(MARK) ? name.substring(MARK.length()) : name;
            boolean wanted = name.startsWith(MARK)
                    || HEADERS.contains(name)
                    || PREFIXES.stream().anyMatch(name::startsWith)
                    || (all && !name.startsWith("x-litellm-"));
            if (wanted
                    && !passed.isEmpty()
                    && !passed.startsWith(":")
                    && !KEYS.contains(passed)
                    && !OF_CONNECTION.contains(passed)) {
                headers.put(passed, value);
            }
        });
        headers.remove("host");
        // its usage could not be read otherwise
        headers.put("accept-encoding", "identity");
        KeyHeader.add(headers, target);
        both(headers, target);
        target.params()
                .section("extra_headers")
                .values()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        return headers;
    }

    /** At OpenAI and Azure LiteLLM shows the key in the headers of both, since either may stand behind an address. */
    private static void both(Map<String, String> headers, Target target) {
        String key = target.apiKey();
        if (key != null
                && target.provider().rulesFor(target.providerModel()).quirks().contains("key-in-both-headers")) {
            headers.put("authorization", "Bearer " + key);
            headers.put("api-key", key);
        }
    }

    private static String uri(Target target, String path) {
        String base = target.apiBase();
        if (target.provider().auth() == Provider.Auth.GOOGLE_OAUTH) {
            return vertex(base, path);
        }
        // a version at the end of a base URL is not said again
        int slash = base.lastIndexOf('/');
        String last = slash < 0 ? "" : base.substring(slash);
        boolean again = VERSION.matcher(last).matches() && (path.equals(last) || path.startsWith(last + "/"));
        return again ? base + path.substring(last.length()) : base + path;
    }

    /** Vertex has the project in the path and the location in the path and the host. */
    private static String vertex(String base, String path) {
        int projects = base.indexOf("/v1/projects/");
        String host = projects < 0 ? base : base.substring(0, projects);
        Matcher location = VERTEX_LOCATION.matcher(path);
        if (host.endsWith("-aiplatform.googleapis.com") && location.find()) {
            String named = location.group(1);
            return "https://" + (named.equals("global") ? "" : named + "-") + "aiplatform.googleapis.com" + path;
        }
        return host + path;
    }

    /** What a client sees of the provider's headers. */
    public static void answerHeaders(Map<String, String> provider, Map<String, String> headers) {
        provider.forEach((name, value) -> {
            if (!OF_CONNECTION.contains(name) && !name.startsWith("x-litellm-")) {
                headers.put(name, value);
            }
        });
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return BatchWire.of(call)
                .map(batch -> batch.reader(call))
                .orElseGet(() -> call.request().headers().containsKey(RouteCodec.BATCH_RATES_HEADER)
                        ? BatchWire.passed(call)
                        : new PassThroughReader(call));
    }

    static boolean isText(@Nullable String contentType) {
        return contentType == null || contentType.contains("json") || contentType.contains("event-stream");
    }
}
