package io.sluice.router.wire.openai;

import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Reads a chat answer in OpenAI's dialect for a client that speaks the same. Events go on as they came, but for the model's name; the
 * usage is taken out where it stands and, when the client asked for it, sent in a chunk of its own before the end mark.
 */
final class ChatAnswerReader implements AnswerReader {

    /** An event larger than this is a fault: no provider sends one, and nobody's memory is for it. */
    private static final int MAX_EVENT = 16 * 1024 * 1024;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final WireCall call;
    private final ChatObject object;
    private final boolean schemaTool;
    private final boolean verbatimErrors;
    private final Bytes pending = new Bytes(1_024);
    private Bytes out = new Bytes(1_024);
    private boolean contentSeen;
    private boolean finished;
    private boolean over;

    ChatAnswerReader(WireCall call, Set<String> quirks) {
        this.call = call;
        BodyScan asked = call.request().scan();
        boolean named = asked.model() != null;
        this.object = new ChatObject(named ? RequestRules.json(call.answerModel()) : null, quirks, asked.stream());
        this.verbatimErrors = quirks.contains("verbatim-errors");
        this.schemaTool = quirks.contains(SchemaTool.QUIRK) && asksForSchema(call);
    }

    private static boolean asksForSchema(WireCall call) {
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            if (member.name().equals("response_format")) {
                return SchemaTool.isSchema(
                        RequestRules.tree(member.value().of(call.request().body())));
            }
        }
        return false;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        byte[] said = Bytes.copy(body);
        try {
            byte[] json = schemaTool ? SchemaTool.unwrapped(said, 0, said.length) : said;
            ChatSpans read = object.read(json, 0, json.length);
            if (read.contentParts) {
                json = ContentParts.flat(json, read.start, read.end);
                read = object.read(json, 0, json.length);
            }
            if (read.callWithoutId) {
                json = CallIds.added(json, read.start, read.end);
                read = object.read(json, 0, json.length);
            }
            if (!read.hasChoices()) {
                sink.failed(
                        read.error != null
                                ? inBody(read)
                                : unusable("provider returned a response with no 'choices'."));
                return;
            }
            Bytes answer = new Bytes(json.length + 64);
            object.writeWhole(json, read, answer);
            report(json, read, sink);
            sink.emit(answer.take());
            sink.done();
        } catch (MalformedJsonException e) {
            sink.failed(ProviderErrors.unreadable(
                    "Empty or invalid response from LLM endpoint: " + e.getMessage() + '.',
                    body,
                    call.target().apiKey()));
        }
    }

    private ProviderFailure inBody(ChatSpans read) {
        return ProviderErrors.inStream(
                java.util.Objects.requireNonNull(read.error), call.target().apiKey());
    }

    private void report(byte[] json, ChatSpans read, AnswerSink sink) {
        TokenUsage usage = read.usage(json);
        if (usage != null) {
            sink.usage(usage);
            sink.charges(read.charges());
        }
        String reason = read.finishReason;
        if (reason != null) {
            finished = true;
            sink.finished(reason);
        }
        if (read.contentBytes > 0) {
            sink.content(read.contentBytes);
        }
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        pending.add(bytes);
        int consumed = 0;
        while (!over) {
            int lineEnd = indexOf(pending.array(), consumed, pending.length());
            if (lineEnd < 0) {
                break;
            }
            line(consumed, lineEnd, sink);
            consumed = lineEnd + 1;
        }
        pending.consume(consumed);
        if (!over && pending.length() > MAX_EVENT) {
            fail(unusable("an event is larger than " + MAX_EVENT + " bytes"), sink);
        }
        flush(sink);
    }

    private static int indexOf(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /**
     * Each event of this dialect is one {@code data:} line. Names, ids and comments carry nothing for a client of it.
     */
    private void line(int from, int to, AnswerSink sink) {
        byte[] array = pending.array();
        int end = to > from && array[to - 1] == '\r' ? to - 1 : to;
        if (!startsWith(array, from, end, DATA)) {
            return;
        }
        int start = from + DATA.length;
        while (start < end && array[start] == ' ') {
            start++;
        }
        if (startsWith(array, start, end, DONE)) {
            ended(sink);
        } else if (start < end) {
            event(array, start, end, sink);
        }
    }

    private static boolean startsWith(byte[] array, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && java.util.Arrays.equals(array, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private void event(byte[] line, int lineStart, int lineEnd, AnswerSink sink) {
        try {
            byte[] array = schemaTool ? SchemaTool.unwrapped(line, lineStart, lineEnd) : line;
            int from = schemaTool ? 0 : lineStart;
            int to = schemaTool ? array.length : lineEnd;
            ChatSpans read = object.read(array, from, to);
            if (read.contentParts) {
                array = ContentParts.flat(array, read.start, read.end);
                read = object.read(array, 0, array.length);
            }
            if (read.error != null) {
                fail(inBody(read), sink);
                return;
            }
            boolean usageOnly = read.hasChoices() && read.choicesEmpty();
            if (read.hasUsage() || usageOnly) {
                object.keepEnvelope(array, read);
            }
            if (!usageOnly) {
                out.add(DATA).add(SPACE);
                object.writeChunk(array, read, out);
                out.add(END_OF_EVENT);
            }
            if (read.contentBytes > 0 && !contentSeen) {
                // the sink commits at the first content: what leads up to it must be there
                contentSeen = true;
                flush(sink);
            }
            report(array, read, sink);
        } catch (MalformedJsonException e) {
            fail(unusable("a chunk is not JSON: " + e.getMessage()), sink);
        }
    }

    private void flush(AnswerSink sink) {
        if (out.length() > 0) {
            sink.emit(out.take());
        }
    }

    private void ended(AnswerSink sink) {
        if (!finished) {
            fail(unusable("Stream ended before a finish_reason was received"), sink);
            return;
        }
        over = true;
        if (call.request().scan().includeUsage()) {
            object.writeUsageChunk(call.target().card(), out);
        }
        out.add(DONE_EVENT);
        flush(sink);
        sink.done();
    }

    @Override
    public void end(AnswerSink sink) {
        if (over) {
            return;
        }
        if (pending.length() > 0) {
            line(0, pending.length(), sink);
        }
        if (!over) {
            ended(sink);
        }
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return verbatimErrors
                ? ProviderErrors.verbatim(status, headers, body, call.target().apiKey())
                : ProviderErrors.of(status, headers, body, call.target().apiKey());
    }

    private void fail(ProviderFailure failure, AnswerSink sink) {
        over = true;
        flush(sink);
        sink.failed(failure);
    }

    private static ProviderFailure unusable(String message) {
        return ProviderFailure.badResponse(message);
    }

    private static final byte[] SPACE = {' '};
    private static final byte[] END_OF_EVENT = {'\n', '\n'};
}
