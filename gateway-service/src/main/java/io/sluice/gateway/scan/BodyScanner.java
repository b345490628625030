package io.sluice.gateway.scan;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Span;
import io.sluice.gateway.errors.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body once: refuses what is no JSON object, repeats a member, or has a member of the wrong type, and notes what
 * admission and routing need. Everything else is read over. For one body; throws {@link ScanException}.
 */
public final class BodyScanner {

    /** No model writes more; a larger number is a mistake or an attack on the arithmetic behind us. */
    static final long MAX_OUTPUT_TOKENS = 100_000_000;

    /** OpenAI's limit of {@code n}. */
    static final int MAX_CHOICES = 128;

    private static final int LINEAR_SEARCH = 24;

    private final byte[] json;
    private final int base;
    private final int length;
    private final List<BodyScan.Member> members = new ArrayList<>(8);
    private @Nullable Set<String> manyNames;

    private @Nullable String model;
    private Span modelValue = Span.ABSENT;
    private boolean stream;
    private Span streamValue = Span.ABSENT;
    private boolean includeUsage;
    private Span streamOptionsValue = Span.ABSENT;
    private long maxTokens = -1;
    private Span maxTokensValue = Span.ABSENT;
    private int choices = 1;
    private @Nullable String user;
    private List<String> tags = List.of();
    private @Nullable String metadataUser;

    private BodyScanner(byte[] json, int base, int length) {
        this.json = json;
        this.base = base;
        this.length = length;
    }

    /**
     * Scans a request to a model. Spans of the result count from {@code offset}.
     *
     * @param route name of the route in messages, for example {@code /chat/completions}
     * @param required members that have to be there and not null
     */
    public static BodyScan scan(byte[] bytes, int offset, int length, String route, List<String> required) {
        BodyScanner scanner = new BodyScanner(bytes, offset, length);
        BodyScan scan;
        try {
            scan = scanner.document();
        } catch (MalformedJsonException e) {
            throw new ScanException(Refusals.invalidJson(String.valueOf(e.getMessage())));
        }
        for (String name : required) {
            if (!scanner.given(name)) {
                throw new ScanException(Refusals.missing(route, name));
            }
        }
        return scan;
    }

    private boolean given(String name) {
        for (BodyScan.Member member : members) {
            if (member.name().equals(name)) {
                return json[base + member.value().start()] != 'n';
            }
        }
        return false;
    }

    private BodyScan document() {
        int end = base + length;
        int start = JsonBytes.skipSpace(json, base, end);
        if (start == end) {
            // an empty body is an object without members, as LiteLLM has it
            return result(0);
        }
        if (json[start] != '{') {
            requireEnd(JsonBytes.skipValue(json, start, end), end);
            throw new ScanException(Refusals.invalidJson("expected an object"));
        }
        requireEnd(JsonBytes.members(json, start, end, this::member), end);
        return result(start + 1 - base);
    }

    private void requireEnd(int at, int end) {
        if (JsonBytes.skipSpace(json, at, end) != end) {
            throw new MalformedJsonException("something follows the document", at - base);
        }
    }

    private BodyScan result(int bodyStart) {
        return new BodyScan(
                model,
                modelValue,
                stream,
                streamValue,
                includeUsage,
                streamOptionsValue,
                maxTokens,
                maxTokensValue,
                choices,
                user != null ? user : metadataUser,
                tags,
                length,
                members,
                bodyStart,
                members.isEmpty());
    }

    private boolean member(int nameStart, int nameEnd, int start, int end) {
        String name = JsonBytes.text(json, nameStart, nameEnd);
        if (isRepeated(name)) {
            String shown = name.length() > 40 ? name.substring(0, 40) : name;
            throw new MalformedJsonException("member '" + shown + "' stands there twice", nameStart - base);
        }
        Span value = new Span(start - base, end - base);
        members.add(new BodyScan.Member(name, new Span(nameStart - base, end - base), value));
        if (json[start] != 'n') {
            read(name, start, end, value);
        }
        return true;
    }

    private boolean isRepeated(String name) {
        Set<String> many = manyNames;
        if (many != null) {
            return !many.add(name);
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return true;
            }
        }
        if (members.size() == LINEAR_SEARCH) {
            many = new HashSet<>();
            for (BodyScan.Member member : members) {
                many.add(member.name());
            }
            many.add(name);
            manyNames = many;
        }
        return false;
    }

    private void read(String name, int start, int end, Span value) {
        switch (name) {
            case "model" -> {
                model = text(name, start, end);
                modelValue = value;
            }
            case "messages" -> require(json[start] == '[', name, "a list");
            case "tools" -> require(json[start] == '[' || json[start] == 'n', name, "a list");
            case "stream" -> {
                stream = bool(name, start);
                streamValue = value;
            }
            case "stream_options" -> {
                require(json[start] == '{', name, "an object");
                streamOptions(start, end);
                streamOptionsValue = value;
            }
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
                long cap = wholeNumber(name, start, end, 1, MAX_OUTPUT_TOKENS);
                if (maxTokens < 0 || cap < maxTokens) {
                    maxTokens = cap;
                    maxTokensValue = value;
                }
            }
            case "n" -> choices = (int) wholeNumber(name, start, end, 1, MAX_CHOICES);
            case "user" -> user = json[start] == '"' ? JsonBytes.text(json, start, end) : null;
            case "tags" -> addTags(start, end);
            case "metadata", "litellm_metadata" -> metadata(start, end);
            case "base_url", "api_base", "api_key" -> throw new ScanException(Refusals.forbiddenParameter(name));
            default -> {}
        }
    }

    private static void require(boolean rightType, String name, String expected) {
        if (!rightType) {
            throw new ScanException(Refusals.wrongType(name, expected));
        }
    }

    private String text(String name, int start, int end) {
        require(json[start] == '"', name, "a string");
        return JsonBytes.text(json, start, end);
    }

    private boolean bool(String name, int start) {
        require(json[start] == 't' || json[start] == 'f', name, "a boolean");
        return json[start] == 't';
    }

    private long wholeNumber(String name, int start, int end, long min, long max) {
        boolean whole = end - start <= 18;
        for (int i = start; i < end && whole; i++) {
            whole = (json[i] >= '0' && json[i] <= '9') || (json[i] == '-' && i == start);
        }
        long value = whole
                ? Long.parseLong(new String(json, start, end - start, java.nio.charset.StandardCharsets.ISO_8859_1))
                : Long.MIN_VALUE;
        require(value >= min && value <= max, name, "a whole number from " + min + " to " + max);
        return value;
    }

    private void streamOptions(int start, int end) {
        Set<String> seen = new HashSet<>(4);
        JsonBytes.members(json, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
            String name = nestedName(seen, nameStart, nameEnd);
            if (name.equals("include_usage") && json[valueStart] != 'n') {
                includeUsage = bool("stream_options.include_usage", valueStart);
            }
            return true;
        });
    }

    private void metadata(int start, int end) {
        if (json[start] != '{') {
            return;
        }
        Set<String> seen = new HashSet<>();
        JsonBytes.members(json, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
            String name = nestedName(seen, nameStart, nameEnd);
            if (name.equals("tags")) {
                addTags(valueStart, valueEnd);
            } else if (name.equals("user_id") && json[valueStart] == '"') {
                metadataUser = JsonBytes.text(json, valueStart, valueEnd);
            }
            return true;
        });
    }

    private String nestedName(Set<String> seen, int nameStart, int nameEnd) {
        String name = JsonBytes.text(json, nameStart, nameEnd);
        if (!seen.add(name)) {
            throw new MalformedJsonException("a member stands there twice", nameStart - base);
        }
        return name;
    }

    /** The strings of a list; anything else in it, and any other value, is no tag. */
    private void addTags(int start, int end) {
        if (json[start] != '[') {
            return;
        }
        List<String> all = new ArrayList<>(tags);
        JsonBytes.elements(json, start, end, (from, to) -> {
            if (json[from] == '"') {
                all.add(JsonBytes.text(json, from, to));
            }
            return true;
        });
        tags = all;
    }
}
