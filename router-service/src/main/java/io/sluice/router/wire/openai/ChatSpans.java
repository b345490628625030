package io.sluice.router.wire.openai;

import static io.sluice.contracts.json.JsonBytes.nameIs;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where in the JSON of a chat answer, whole or chunk, stands what matters: found in one walk. Offsets are -1 when absent. One for all objects of an
 * answer, in turn, so that a chunk allocates nothing; what the fields say is of the last one that was read. Not thread-safe.
 */
final class ChatSpans {

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

    private final boolean stream;

    int start;
    int end;
    int modelStart;
    int modelEnd;
    int usageNameStart;
    int usageStart;
    int usageEnd;
    int tierStart;
    int tierEnd;
    int choicesNameStart;
    int choicesStart;
    int choicesEnd;
    private int choiceCount;
    private int errorStart;
    private int errorEnd;
    int contentBytes;
    int reasonStart;
    int reasonEnd;
    int reasoningNameStart;
    int reasoningNameEnd;
    int reasoningEnd;
    boolean reasoningContent;

    /** Whether a content is a list of parts, which has to be made flat first. */
    boolean contentParts;

    /** Whether a tool call of a whole answer has no id, which its result would have to name. */
    boolean callWithoutId;

    @Nullable
    String finishReason;

    /** What stands in the place of an answer. */
    @Nullable
    JsonNode error;

    /** The last usage that {@link #usage} read, as the provider wrote it. */
    @Nullable
    JsonNode usageJson;

    /** Whether any object so far had tool calls. */
    boolean callsSeen;

    /** Whether any object so far had annotations or a call of the older form. */
    boolean otherSeen;

    ChatSpans(boolean stream) {
        this.stream = stream;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws io.sluice.contracts.json.MalformedJsonException when it is not a JSON object */
    ChatSpans read(byte[] json, int from, int to) {
        int begin = JsonBytes.skipSpace(json, from, to);
        reset(begin);
        end = JsonBytes.members(json, begin, to, (nameStart, nameEnd, valueStart, valueEnd) -> {
            if (nameIs(json, nameStart, nameEnd, CHOICES) && json[valueStart] == '[') {
                choicesNameStart = nameStart;
                choicesStart = valueStart;
                choicesEnd = valueEnd;
                choices(json, valueStart, valueEnd);
            } else if (nameIs(json, nameStart, nameEnd, MODEL)) {
                modelStart = valueStart;
                modelEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, USAGE)) {
                usageNameStart = nameStart;
                usageStart = valueStart;
                usageEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, SERVICE_TIER)
                    && ServiceTiers.isForeign(json, valueStart, valueEnd)) {
                tierStart = valueStart;
                tierEnd = valueEnd;
            } else if (nameIs(json, nameStart, nameEnd, ERROR) && json[valueStart] != 'n') {
                errorStart = valueStart;
                errorEnd = valueEnd;
            }
            return true;
        });
        if (errorStart >= 0 && !hasChoices()) {
            error = tree(json, errorStart, errorEnd);
        }
        return this;
    }

    private void choices(byte[] json, int from, int to) {
        JsonBytes.elements(json, from, to, (start, end) -> {
            choiceCount++;
            if (json[start] == '{') {
                JsonBytes.members(json, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
                    if (nameIs(json, nameStart, nameEnd, FINISH_REASON)) {
                        reason(json, valueStart, valueEnd);
                    } else if (json[valueStart] == '"' && nameIs(json, nameStart, nameEnd, TEXT)) {
                        contentBytes += valueEnd - valueStart - 2; // of the legacy completions
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
            reasonStart = from;
            reasonEnd = to;
            finishReason = JsonBytes.text(json, from, to);
        }
    }

    private void message(byte[] json, int from, int to) {
        JsonBytes.members(json, from, to, (nameStart, nameEnd, valueStart, valueEnd) -> {
            boolean filled = valueEnd - valueStart > 2 && json[valueStart] != 'n';
            if (nameIs(json, nameStart, nameEnd, REASONING) && json[valueStart] == '"') {
                reasoningNameStart = nameStart;
                reasoningNameEnd = nameEnd;
                reasoningEnd = valueEnd;
            }
            reasoningContent |= filled && nameIs(json, nameStart, nameEnd, REASONING_CONTENT);
            if (filled && nameIs(json, nameStart, nameEnd, ANNOTATIONS)) {
                otherSeen = true;
            }
            if (json[valueStart] == '[' && nameIs(json, nameStart, nameEnd, CONTENT)) {
                contentParts = true;
            }
            if (filled && isContent(json, nameStart, nameEnd)) {
                contentBytes += valueEnd - valueStart - 2;
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
            callWithoutId |= !named[0];
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

    private void reset(int from) {
        start = from;
        modelStart = usageStart = usageNameStart = choicesStart = errorStart = reasonStart = reasoningNameStart = -1;
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

    /** Of the usage that {@link #usage} read. */
    Charges charges() {
        JsonNode said = usageJson;
        return said == null ? Charges.NONE : Usage.charges(said);
    }

    @Nullable
    TokenUsage usage(byte[] json) {
        if (!hasUsage()) {
            return null;
        }
        JsonNode node = tree(json, usageStart, usageEnd);
        usageJson = node;
        return Usage.read(node);
    }

    static JsonNode tree(byte[] json, int from, int to) {
        try {
            return RequestRules.JSON.readTree(json, from, to - from);
        } catch (IOException e) {
            throw new MalformedJsonException(String.valueOf(e.getMessage()), from);
        }
    }
}
