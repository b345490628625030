package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Terms;
import io.sluice.router.wire.edit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a chat answer, whole or chunk: reads it ({@link ChatSpans}), and writes it again with the few
 * changes a client of the gateway gets. Not thread-safe: the result of {@link #read} is valid until the next.
 */
final class ChatObject {

    private static final byte[] RENAMED_REASONING = "\"reasoning_content\"".getBytes(StandardCharsets.UTF_8);
    /** Clients add usage up and do not expect it to be missing; what the answer costs is estimated all the same. */
    private static final byte[] NO_USAGE = "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}"
            .getBytes(StandardCharsets.UTF_8);

    private static final byte[] NO_CHOICES = "\"choices\":[]".getBytes(StandardCharsets.UTF_8);

    private final byte @Nullable [] modelJson;
    private final boolean bothReasoningFields;
    private final boolean usageAsSaid;
    private final ChatSpans spans;
    private byte @Nullable [] envelope;

    /** @param modelJson the model's name for the client; null leaves the provider's */
    ChatObject(byte @Nullable [] modelJson, Set<String> quirks, boolean stream) {
        this.modelJson = modelJson;
        this.spans = new ChatSpans(stream);
        this.bothReasoningFields = stream && quirks.contains("both-reasoning-fields");
        this.usageAsSaid = quirks.contains("usage-as-said");
    }

    /** @throws io.sluice.contracts.json.MalformedJsonException when it is not a JSON object */
    ChatSpans read(byte[] json, int from, int to) {
        return spans.read(json, from, to);
    }

    /** A whole answer, with the repairs of {@link #edits}. */
    void writeWhole(byte[] json, ChatSpans found, Bytes out) {
        write(json, found, false, out);
    }

    /** A chunk: as {@link #writeWhole}, without its usage. */
    void writeChunk(byte[] json, ChatSpans found, Bytes out) {
        write(json, found, true, out);
    }

    private void write(byte[] json, ChatSpans found, boolean withoutUsage, Bytes out) {
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

    /** In order of position: a usage that the provider did not say, model, reasoning's name, a finish reason or tier that is not OpenAI's or contradicts the tool calls, usage. */
    private Edit[] edits(byte[] json, ChatSpans found, boolean withoutUsage) {
        Edit[] edits = new Edit[7];
        int count = 0;
        if (!withoutUsage && !found.hasUsage() && !usageAsSaid) {
            edits[count++] = found.usageStart < 0
                    ? new Edit(found.end - 1, found.end - 1, member(NO_USAGE))
                    : new Edit(found.usageNameStart, found.usageEnd, NO_USAGE);
        }
        if (!withoutUsage && found.hasUsage() && saysCacheHits(json, found)) {
            edits[count++] = new Edit(found.usageStart, found.usageEnd, RequestRules.json(detailed(json, found)));
        }
        byte[] model = modelJson;
        if (model != null && found.modelStart >= 0) {
            edits[count++] = new Edit(found.modelStart, found.modelEnd, model);
        }
        if (found.reasoningNameStart >= 0 && !found.reasoningContent) {
            edits[count++] = bothReasoningFields
                    ? new Edit(found.reasoningEnd, found.reasoningEnd, again(json, found))
                    : new Edit(found.reasoningNameStart, found.reasoningNameEnd, RENAMED_REASONING);
        }
        String reason = found.finishReason;
        if (reason != null) {
            String openAis = FinishReasons.openAis(reason, spans.callsSeen);
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

    private static byte[] member(byte[] json) {
        Bytes added = new Bytes(json.length + 1);
        added.add(COMMA).add(json);
        return Arrays.copyOf(added.array(), added.length());
    }

    /** The reasoning a second time, under the name that clients of other providers know. */
    private static byte[] again(byte[] json, ChatSpans found) {
        Bytes added = new Bytes(RENAMED_REASONING.length + 1 + found.reasoningEnd - found.reasoningNameEnd);
        added.add(COMMA).add(RENAMED_REASONING).add(json, found.reasoningNameEnd, found.reasoningEnd);
        return Arrays.copyOf(added.array(), added.length());
    }

    private static boolean saysCacheHits(byte[] json, ChatSpans found) {
        return new String(json, found.usageStart, found.usageEnd - found.usageStart, StandardCharsets.ISO_8859_1)
                .contains("\"prompt_cache_hit_tokens\"");
    }

    /** DeepSeek's cache hits where OpenAI's clients look for them. */
    private static JsonNode detailed(byte[] json, ChatSpans found) {
        JsonNode usage = ChatSpans.tree(json, found.usageStart, found.usageEnd);
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
    private static Edit withoutMember(byte[] json, int from, int to, ChatSpans found) {
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
    void keepEnvelope(byte[] json, ChatSpans found) {
        if (found.choicesStart < 0) {
            return;
        }
        Bytes kept = new Bytes(256);
        int at = found.start;
        byte[] model = modelJson;
        Edit[] edits = {
            model != null && found.modelStart >= 0 ? new Edit(found.modelStart, found.modelEnd, model) : NO_EDIT,
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
        JsonNode usage = spans.usageJson;
        if (kept == null || usage == null) {
            return;
        }
        if (usage instanceof ObjectNode object) {
            TokenUsage counted = Usage.read(usage);
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
            if (!spans.callsSeen && !spans.otherSeen && !object.has("completion_tokens_details")) {
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

    private static final byte[] COMMA = {','};
    private static final byte[] NOTHING = new byte[0];
    private static final Edit NO_EDIT = new Edit(Integer.MAX_VALUE, Integer.MAX_VALUE, NOTHING);
    private static final byte[] USAGE_EVENT = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] USAGE_MEMBER = ",\"usage\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}\n\n".getBytes(StandardCharsets.UTF_8);
}
