package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.gateway.identity.KeyHash;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call that passes through to a provider as it is: where it goes, which model it names, which of its headers may leave. The gateway's key never
 * does.
 *
 * @param route the route's path without its first slash: {@code openai}
 * @param path behind the route's, with the query; a key in the query is empty
 * @param models that body and path name, the body's first; empty for none, and where it is not clear what the provider would read
 */
record PassedCall(String route, String path, List<String> models, BodyScan scan) {

    /** Azure's deployments, Google's models, Bedrock's. */
    private static final Pattern MODEL_IN_PATH = Pattern.compile("/(?:deployments|models?)/([^/:?]+)[/:]");

    private static final Pattern SLASH = Pattern.compile("[/\\\\]");

    private static final Pattern STREAM_IN_PATH =
            Pattern.compile("(:streamGenerateContent|:streamRawPredict|/converse-stream|-with-response-stream)(\\?|$)");

    /** Headers in which keys are shown, ours and the providers', and what belongs to the connection: none of them leaves. */
    private static final Set<String> KEYS = Set.of(
            "authorization",
            "proxy-authorization",
            "api-key",
            "x-api-key",
            "x-goog-api-key",
            "ocp-apim-subscription-key",
            "x-litellm-api-key",
            "cookie",
            "host",
            "connection",
            "content-length",
            "transfer-encoding");

    /**
     * Empty when the path would leave what it is below of.
     *
     * @param routePath of the route: {@code /openai/{path}}
     */
    static Optional<PassedCall> of(HttpServerRequest request, String routePath, byte[] bytes, int offset, int length) {
        int brace = routePath.indexOf("/{");
        String base = brace < 0 ? routePath : routePath.substring(0, brace);
        String uri = request.uri();
        if (!uri.startsWith(base) || leaves(request.path().substring(base.length()))) {
            return Optional.empty();
        }
        String path = KeyInQuery.blanked(uri.substring(base.length()));
        Named named = named(bytes, offset, length);
        named.also(modelIn(path));
        List<String> models = named.models();
        return Optional.of(new PassedCall(base.substring(1), path, models, named.scan(models, length, path)));
    }

    /** Whether a path has segments that lead up, however they are written. */
    static boolean leaves(String path) {
        String plain = path;
        for (int i = 0; i < 3; i++) {
            for (String segment : SLASH.split(plain, -1)) {
                String name = segment.indexOf(';') < 0 ? segment : segment.substring(0, segment.indexOf(';'));
                if (name.equals("..") || name.equals(".")) {
                    return true;
                }
            }
            try {
                plain = URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                return true;
            }
        }
        return plain.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    private static String modelIn(String path) {
        int query = path.indexOf('?');
        Matcher matcher = MODEL_IN_PATH.matcher(query < 0 ? path : path.substring(0, query));
        return matcher.find() ? URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8) : "";
    }

    /** What a body says that is JSON, whatever its type claims; of any other only its size is known. */
    private static Named named(byte[] bytes, int offset, int length) {
        Named named = new Named();
        try {
            int start = JsonBytes.skipSpace(bytes, offset, offset + length);
            if (start < offset + length && bytes[start] == '{') {
                JsonBytes.members(bytes, start, offset + length, (nameStart, nameEnd, from, to) -> {
                    named.member(JsonBytes.text(bytes, nameStart, nameEnd), bytes, from, to);
                    return true;
                });
            }
        } catch (MalformedJsonException providersMatter) {
            // it passes and the provider says so; what it would read as the model is not known
            named.forgetModels();
        }
        return named;
    }

    /** What a call names. */
    private static final class Named {

        private final Set<String> members = new HashSet<>(2);
        private String model = "";
        private final Set<String> others = new LinkedHashSet<>(2);
        private boolean stream;
        private long maxTokens = -1;

        void member(String name, byte[] bytes, int from, int to) {
            switch (name) {
                case "model" -> {
                    once(name, from);
                    model = text(bytes, from, to);
                }
                // who answers when the first cannot: openrouter.ai/docs/guides/routing/model-fallbacks, seen 2026-11-26
                case "models", "fallbacks" -> {
                    once(name, from);
                    list(bytes, from, to);
                }
                case "stream" -> stream = bytes[from] == 't';
                case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
                    String number = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
                    maxTokens = number.matches("[0-9]{1,8}") ? Long.parseLong(number) : maxTokens;
                }
                default -> {}
            }
        }

        private void once(String member, int at) {
            if (!members.add(member)) {
                throw new MalformedJsonException("two of " + member, at);
            }
        }

        /** Names, or objects with a {@code model}. */
        private void list(byte[] bytes, int from, int to) {
            if (bytes[from] != '[') {
                return;
            }
            JsonBytes.elements(bytes, from, to, (start, end) -> {
                also(text(bytes, start, end));
                if (bytes[start] == '{') {
                    JsonBytes.members(bytes, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
                        if (JsonBytes.text(bytes, nameStart, nameEnd).equals("model")) {
                            also(text(bytes, valueStart, valueEnd));
                        }
                        return true;
                    });
                }
                return true;
            });
        }

        private static String text(byte[] bytes, int from, int to) {
            return bytes[from] == '"' ? JsonBytes.text(bytes, from, to) : "";
        }

        void also(String other) {
            if (!other.isEmpty()) {
                others.add(other);
            }
        }

        void forgetModels() {
            model = "";
            others.clear();
        }

        /** {@code model} first, wherever it stands. */
        List<String> models() {
            Set<String> all = new LinkedHashSet<>();
            if (!model.isEmpty()) {
                all.add(model);
            }
            all.addAll(others);
            return List.copyOf(all);
        }

        BodyScan scan(List<String> models, int length, String path) {
            return new BodyScan(
                    models.isEmpty() ? null : models.getFirst(),
                    Span.ABSENT,
                    stream || STREAM_IN_PATH.matcher(path).find(),
                    Span.ABSENT,
                    false,
                    Span.ABSENT,
                    maxTokens,
                    Span.ABSENT,
                    1,
                    null,
                    List.of(),
                    length,
                    List.of(),
                    0,
                    true);
        }
    }

    /** The one that is called and priced; empty for none. */
    String model() {
        return models.isEmpty() ? "" : models.getFirst();
    }

    String group() {
        return PassThrough.group(route, model());
    }

    /**
     * Whether all that is named is the caller's to use, by the model's own name or with its provider's before it. A call without a model is for those
     * who may use all of the provider's.
     */
    boolean isAllowed(Caller caller) {
        String provider = PassThrough.PROVIDERS.getOrDefault(route, route) + '/';
        return models.isEmpty()
                ? ModelAccess.allows(caller, provider + '*', List.of())
                : models.stream()
                        .allMatch(model -> ModelAccess.allows(caller, model, List.of())
                                || ModelAccess.allows(caller, provider + model, List.of()));
    }

    /** For messages and the ledger. */
    String shown() {
        return models.isEmpty() ? PassThrough.PROVIDERS.getOrDefault(route, route) + "/*" : model();
    }

    /**
     * What the engine gets: method, path, and the headers without any key; the wire chooses among them.
     */
    Map<String, String> headers(HttpServerRequest request, Caller caller) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!KEYS.contains(name) && !name.startsWith("sluice-") && !isKeyOf(caller, header.getValue())) {
                headers.put(name, header.getValue());
            }
        });
        headers.put(RouteRequest.METHOD, request.method().name());
        headers.put(RouteRequest.PATH, path);
        headers.put("x-litellm-num-retries", "0"); // what a call does at a provider is not known
        return headers;
    }

    /** Wherever the caller's key stands, it stays here: a header of the user's own choice may hold it. */
    private static boolean isKeyOf(Caller caller, String value) {
        int space = value.indexOf(' ');
        return KeyHash.of(value).equals(caller.keyHash())
                || (space > 0 && KeyHash.of(value.substring(space + 1).strip()).equals(caller.keyHash()));
    }
}
