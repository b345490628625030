package io.sluice.router.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events that leave together. Not thread-safe. */
public final class EventStream {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(256);

    /** An event with its name, as Anthropic's clients and those of OpenAI's Responses expect it. */
    public void event(String name, JsonNode data) {
        pending.writeBytes(EVENT);
        pending.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        pending.write('\n');
        data(data.toString());
    }

    /** An event without a name. */
    public void data(String data) {
        pending.writeBytes(DATA);
        pending.writeBytes(data.getBytes(StandardCharsets.UTF_8));
        pending.write('\n');
        pending.write('\n');
    }

    /** What was written since the last time; null for nothing. */
    public @Nullable ByteBuffer take() {
        return pending.size() == 0 ? null : takeAll();
    }

    public ByteBuffer takeAll() {
        ByteBuffer taken = ByteBuffer.wrap(pending.toByteArray());
        pending.reset();
        return taken;
    }
}
