package io.sluice.router.wire.openai;

import static io.sluice.contracts.json.JsonBytes.nameIs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Terms;
import io.sluice.router.wire.edit.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a chat answer, whole or chunk: finds what matters by position in one walk, and writes it again with the few
 * changes a client of the gateway gets. Not thread-safe: the result of {@link #read} is valid until the next.
 */
final class ChatObject {

    private static final byte[] MODEL = name("model");
    private static final byte[] USAGE = name("usage");
    private static final byte[] CHOICES = name("choices");
    private static final byte[] ERROR = name("error");
    private static final byte[] ID = name("id");
    private static final byte[] FINISH_REASON = name("finish_reason");
    private static final byte[] DELTA = name("delta");
    private static final byte[] MESSAGE = name("message");
    private static final byte[] TEXT = name("text");
    private static final byte[] CONTENT = name("content");
    private static final byte[] REASONING = name("reasoning");
    private static final byte[] REASONING_CONTENT = name("reasoning_content");
    private static final byte[] REFUSAL = name("refusal");
    private static final byte[] TOOL_CALLS = name("tool_calls");
    private static final byte[] FUNCTION_CALL = name("function_call");
    private static final byte[] ANNOTATIONS = name("annotations");
    private static final byte[] AUDIO = name("audio");
    private static final byte[] SERVICE_TIER = name("service_tier");
    private static final byte[] RENAMED_REASONING = "\"reasoning_content\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_CHOICES = "\"choices\":[]".getBytes(StandardCharsets.UTF_8);

    private final byte[] modelJson;
    private final boolean bothReasoningFields;
    private final boolean stream;
    private final Read read = new Read();
    private byte @Nullable [] envelope;
    private @Nullable JsonNode lastUsageJson;
    private @Nullable TokenUsage lastUsage;
    private boolean callsSeen;
    private boolean otherSeen;

    ChatObject(byte[] modelJson, Set<String> quirks, boolean stream) {
        this.modelJson = modelJson;
        this.stream = stream;
        this.bothReasoningFields = stream && quirks.contains("both-reasoning-fields");
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Where things stand. Offsets are -1 when absent. */
    final class Read {
        private int start;
        private int end;
        private int modelStart;
        private int modelEnd;
        private int usageNameStart;
        private int usageStart;
        private int usageEnd;
        private int tierStart;
        private int tierEnd;
        private int choicesNameStart;
        private int choicesStart;
        private int choicesEnd;
        private int choiceCount;
        private int errorStart;
        private int errorEnd;
        private int contentBytes;
        private int reasonStart;
        private int reasonEnd;
        private int reasoningNameStart;
        private int reasoningNameEnd;
        private int reasoningEnd;
        private boolean reasoningContent;
        private boolean contentParts;
        private boolean callWithoutId;
        private @Nullable String finishReason;
        private @Nullable JsonNode error;

        private void reset(int from) {
            start = from;
            modelStart =
                    usageStart = usageNameStart = choicesStart = errorStart = reasonStart = reasoningNameStart = -1;
            tierStart = -1;
            contentBytes = 0;
            contentParts = false;
            callWithoutId = false;
            reasoningContent = false;
            choiceCount = 0;
            finishReason = null;
            error = null;
        }

        boolean hasChoices() {
            return choicesStart >= 0;
        }

        boolean choicesEmpty() {
            return choiceCount == 0;
        }

        boolean hasUsage() {
            return usageStart >= 0 && usageEnd - usageStart > 4;
        }

        /** Whether a content is a list of parts, which has to be made flat first. */
        boolean contentParts() {
            return contentParts;
        }

        /** Whether a tool call of a whole answer has no id, which its result would have to name. */
        boolean callWithoutId() {
            return callWithoutId;
        }

        int start() {
            return start;
        }

        int end() {
            return end;
        }

        int contentBytes() {
            return contentBytes;
        }

        @Nullable
        String finishReason() {
            return finishReason;
        }

        @Nullable
        JsonNode error() {
            return error;
        }

        /** Of the usage that {@link #usage} read. */
        Charges charges() {
            JsonNode said = lastUsageJson;
            return said == null ? Charges.NONE : Usage.charges(said);
        }

        @Nullable
        TokenUsage usage(byte[] json) {
            if (!hasUsage()) {
                return null;
            }
            JsonNode node = tree(json, usageStart, usageEnd);
            lastUsageJson = node;
            return Usage.read(node);
        }
    }

    /** @throws io.sluice.contracts.json.MalformedJsonException when it is not a JSON object */
    Read read(byte[] json, int from, int to) {
        int begin = JsonBytes.skipSpace(json, from, to);
        read.reset(begin);
        read.end = JsonBytes.members(json, begin, to, (nameStart, nameEnd, valueStart, valueEnd) -> {
            if (nameIs(json, nameStart, nameEnd, CHOICES) && json[valueStart] == '[') {
                read.choicesNameStart = nameStart;
                read.choicesStart = valueStart;
                read.choicesEnd = valueEnd;
                choices(json, valueStart, valueEnd);
            } else if (nameIs(json, nameStart, nameEnd, MODEL)) {
                read.modelStart = valueStart;
                read.modelEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, USAGE)) {
                read.usageNameStart = nameStart;
                read.usageStart = valueStart;
                read.usageEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, SERVICE_TIER)
                    && ServiceTiers.isForeign(json, valueStart, valueEnd)) {
                read.tierStart = valueStart;
                read.tierEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, ERROR) && json[valueStart] != 'n') {
                read.errorStart = valueStart;
                read.errorEnd = valueEnd;
            }
            return true;
        });
        if (read.errorStart >= 0 && !read.hasChoices()) {
            read.error = tree(json, read.errorStart, read.errorEnd);
        }
        return read;
    }

    private void choices(byte[] json, int from, int to) {
        JsonBytes.elements(json, from, to, (start, end) -> {
            read.choiceCount++;
            if (json[start] == '{') {
                JsonBytes.members(json, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
                    if (nameIs(json, nameStart, nameEnd, FINISH_REASON)) {
                        reason(json, valueStart, valueEnd);
                    } else if (json[valueStart] == '"' && nameIs(json, nameStart, nameEnd, TEXT)) {
                        read.contentBytes += valueEnd - valueStart - 2; // of the legacy completions
                    } else if (json[valueStart] == '{'
                            && (nameIs(json, nameStart, nameEnd, DELTA) || nameIs(json, nameStart, nameEnd, MESSAGE))) {
                        message(json, valueStart, valueEnd);
                    }
                    return true;
                });
            }
            return true;
        });
    }

    private void reason(byte[] json, int from, int to) {
        if (json[from] == '"') {
            read.reasonStart = from;
            read.reasonEnd = to;
            read.finishReason = JsonBytes.text(json, from, to);
        }
    }

    private void message(byte[] json, int from, int to) {
        JsonBytes.members(json, from, to, (nameStart, nameEnd, valueStart, valueEnd) -> {
            boolean filled = valueEnd - valueStart > 2 && json[valueStart] != 'n';
            if (nameIs(json, nameStart, nameEnd, REASONING) && json[valueStart] == '"') {
                read.reasoningNameStart = nameStart;
                read.reasoningNameEnd = nameEnd;
                read.reasoningEnd = valueEnd;
            }
            read.reasoningContent |= filled && nameIs(json, nameStart, nameEnd, REASONING_CONTENT);
            if (filled && nameIs(json, nameStart, nameEnd, ANNOTATIONS)) {
                otherSeen = true;
            }
            if (json[valueStart] == '[' && nameIs(json, nameStart, nameEnd, CONTENT)) {
                read.contentParts = true;
            }
            if (filled && isContent(json, nameStart, nameEnd)) {
                read.contentBytes += valueEnd - valueStart - 2;
                if (nameIs(json, nameStart, nameEnd, TOOL_CALLS)) {
                    callsSeen = true;
                    calls(json, valueStart, valueEnd);
                }
                otherSeen |= nameIs(json, nameStart, nameEnd, FUNCTION_CALL);
            }
            return true;
        });
    }

    private void calls(byte[] json, int from, int to) {
        if (stream || json[from] != '[') {
            return;
        }
        JsonBytes.elements(json, from, to, (start, end) -> {
            boolean[] named = new boolean[1];
            if (json[start] == '{') {
                JsonBytes.members(json, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
                    named[0] |= json[valueStart] == '"' && nameIs(json, nameStart, nameEnd, ID);
                    return true;
                });
            }
            read.callWithoutId |= !named[0];
            return true;
        });
    }

    private static boolean isContent(byte[] json, int nameStart, int nameEnd) {
        return nameIs(json, nameStart, nameEnd, CONTENT)
                || nameIs(json, nameStart, nameEnd, REASONING_CONTENT)
                || nameIs(json, nameStart, nameEnd, REASONING)
                || nameIs(json, nameStart, nameEnd, TOOL_CALLS)
                || nameIs(json, nameStart, nameEnd, REFUSAL)
                || nameIs(json, nameStart, nameEnd, FUNCTION_CALL)
                || nameIs(json, nameStart, nameEnd, AUDIO);
    }

    void remember(TokenUsage usage) {
        lastUsage = usage;
    }

    /** A whole answer: the model's name, and the two repairs of {@link #edits}. */
    void writeWhole(byte[] json, Read found, Bytes out) {
        write(json, found, false, out);
    }

    /** A chunk: as {@link #writeWhole}, without its usage. */
    void writeChunk(byte[] json, Read found, Bytes out) {
        write(json, found, true, out);
    }

    private void write(byte[] json, Read found, boolean withoutUsage, Bytes out) {
        int at = found.start;
        Edit[] edits = edits(json, found, withoutUsage);
        for (Edit edit : edits) {
            out.add(json, at, edit.from);
            out.add(edit.replacement);
            at = edit.to;
        }
        out.add(json, at, found.end);
    }

    private record Edit(int from, int to, byte[] replacement) {}

    /** In order of position: model, reasoning's name, a finish reason or tier that is not OpenAI's or contradicts the tool calls, usage. */
    private Edit[] edits(byte[] json, Read found, boolean withoutUsage) {
        Edit[] edits = new Edit[6];
        int count = 0;
        if (!withoutUsage && found.hasUsage() && saysCacheHits(json, found)) {
            edits[count++] = new Edit(found.usageStart, found.usageEnd, RequestRules.json(detailed(json, found)));
        }
        if (found.modelStart >= 0) {
            edits[count++] = new Edit(found.modelStart, found.modelEnd, modelJson);
        }
        if (found.reasoningNameStart >= 0 && !found.reasoningContent) {
            edits[count++] = bothReasoningFields
                    ? new Edit(found.reasoningEnd, found.reasoningEnd, again(json, found))
                    : new Edit(found.reasoningNameStart, found.reasoningNameEnd, RENAMED_REASONING);
        }
        String reason = found.finishReason;
        if (reason != null) {
            String openAis = FinishReasons.openAis(reason, callsSeen);
            if (!openAis.equals(reason)) {
                edits[count++] = new Edit(found.reasonStart, found.reasonEnd, RequestRules.json(openAis));
                found.finishReason = openAis;
            }
        }
        if (found.tierStart >= 0) {
            edits[count++] =
                    new Edit(found.tierStart, found.tierEnd, ServiceTiers.told(json, found.tierStart, found.tierEnd));
        }
        if (withoutUsage && found.usageStart >= 0) {
            edits[count++] = withoutMember(json, found.usageNameStart, found.usageEnd, found);
        }
        Edit[] used = Arrays.copyOf(edits, count);
        if (count > 1) {
            Arrays.sort(used, java.util.Comparator.comparingInt(Edit::from));
        }
        return used;
    }

    /** The reasoning a second time, under the name that clients of other providers know. */
    private static byte[] again(byte[] json, Read found) {
        Bytes added = new Bytes(RENAMED_REASONING.length + 1 + found.reasoningEnd - found.reasoningNameEnd);
        added.add(COMMA).add(RENAMED_REASONING).add(json, found.reasoningNameEnd, found.reasoningEnd);
        return Arrays.copyOf(added.array(), added.length());
    }

    private static boolean saysCacheHits(byte[] json, Read found) {
        return new String(json, found.usageStart, found.usageEnd - found.usageStart, StandardCharsets.ISO_8859_1)
                .contains("\"prompt_cache_hit_tokens\"");
    }

    /** DeepSeek's cache hits where OpenAI's clients look for them. */
    private static JsonNode detailed(byte[] json, Read found) {
        JsonNode usage = tree(json, found.usageStart, found.usageEnd);
        if (usage instanceof ObjectNode object) {
            addCacheHits(object);
        }
        return usage;
    }

    private static void addCacheHits(ObjectNode usage) {
        if (usage.has("prompt_cache_hit_tokens") && !usage.has("prompt_tokens_details")) {
            usage.putObject("prompt_tokens_details")
                    .put("cached_tokens", usage.path("prompt_cache_hit_tokens").asLong(0));
        }
    }

    /** Takes a member out with one of its commas. */
    private static Edit withoutMember(byte[] json, int from, int to, Read found) {
        int after = JsonBytes.skipSpace(json, to, found.end);
        if (json[after] == ',') {
            return new Edit(from, JsonBytes.skipSpace(json, after + 1, found.end), NOTHING);
        }
        int before = from - 1;
        while (before > found.start && json[before] != ',') {
            before--;
        }
        return json[before] == ',' ? new Edit(before, to, NOTHING) : new Edit(from, to, NOTHING);
    }

    /** Keeps id, time and fingerprint of a chunk for the usage chunk at the end. */
    void keepEnvelope(byte[] json, Read found) {
        if (found.choicesStart < 0) {
            return;
        }
        Bytes kept = new Bytes(256);
        int at = found.start;
        Edit[] edits = {
            found.modelStart >= 0 ? new Edit(found.modelStart, found.modelEnd, modelJson) : NO_EDIT,
            new Edit(found.choicesNameStart, found.choicesEnd, NO_CHOICES),
            found.usageStart >= 0 ? withoutMember(json, found.usageNameStart, found.usageEnd, found) : NO_EDIT
        };
        Arrays.sort(edits, java.util.Comparator.comparingInt(Edit::from));
        for (Edit edit : edits) {
            if (edit.from < Integer.MAX_VALUE) {
                kept.add(json, at, edit.from);
                kept.add(edit.replacement);
                at = edit.to;
            }
        }
        kept.add(json, at, found.end - 1);
        envelope = Arrays.copyOf(kept.array(), kept.length());
    }

    /** Writes the chunk with the usage, and with LiteLLM's {@code usage.cost} when the model has a price; nothing without usage. */
    void writeUsageChunk(ModelCard card, Bytes out) {
        byte[] kept = envelope;
        JsonNode usage = lastUsageJson;
        TokenUsage counted = lastUsage;
        if (kept == null || usage == null) {
            return;
        }
        if (usage instanceof ObjectNode object) {
            if (counted != null && card.prices() != null) {
                object.put(
                        "cost",
                        CostCalculator.cost(
                                        card,
                                        Usage.charges(usage)
                                                .on(io.sluice.router.catalog.Usage.of(counted), Terms.DEFAULT))
                                .total()
                                .toDollars()
                                .doubleValue());
            }
            if (!callsSeen && !otherSeen && !object.has("completion_tokens_details")) {
                object.putObject("completion_tokens_details").put("reasoning_tokens", 0);
            }
            addCacheHits(object);
        }
        out.add(USAGE_EVENT)
                .add(kept)
                .add(USAGE_MEMBER)
                .add(RequestRules.json(usage))
                .add(END);
    }

    private static JsonNode tree(byte[] json, int from, int to) {
        try {
            return RequestRules.JSON.readTree(json, from, to - from);
        } catch (IOException e) {
            throw new io.sluice.contracts.json.MalformedJsonException(String.valueOf(e.getMessage()), from);
        }
    }

    private static final byte[] COMMA = {','};
    private static final byte[] NOTHING = new byte[0];
    private static final Edit NO_EDIT = new Edit(Integer.MAX_VALUE, Integer.MAX_VALUE, NOTHING);
    private static final byte[] USAGE_EVENT = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] USAGE_MEMBER = ",\"usage\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}\n\n".getBytes(StandardCharsets.UTF_8);
}
