package io.sluice.router.wire.edit;

import io.sluice.contracts.routing.BodyScan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edits the top-level members of a JSON object without touching the bytes of the others. Untouched neighbours stay one slice of the
 * original, so that a large body is not copied.
 */
public final class BodyEditor {

    /** Bodies up to this size are copied into one buffer: cheaper to send than many small ones. */
    private static final int COPY_LIMIT = 16 * 1024;

    private final ByteBuffer body;
    private final List<BodyScan.Member> members;
    private final byte[] @Nullable [] replacements;
    private final boolean[] dropped;
    private final List<byte[]> appended = new ArrayList<>(4);
    private boolean changed;

    public BodyEditor(ByteBuffer body, List<BodyScan.Member> members) {
        this.body = body;
        this.members = members;
        this.replacements = new byte[members.size()][];
        this.dropped = new boolean[members.size()];
    }

    public void drop(int index) {
        dropped[index] = true;
        changed = true;
    }

    public boolean dropped(int index) {
        return dropped[index];
    }

    public void replaceValue(int index, byte[] json) {
        replacements[index] = member(members.get(index).name(), json);
        changed = true;
    }

    public void rename(int index, String name) {
        replacements[index] = member(name, value(index));
        changed = true;
    }

    public void append(String name, byte[] json) {
        appended.add(member(name, json));
        changed = true;
    }

    /** Appends members that are already JSON text, {@code "a":1,"b":2}. */
    public void appendRaw(byte[] inner) {
        appended.add(inner);
        changed = true;
    }

    /** -1 when there is no such member. */
    public int index(String name) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(String name) {
        return index(name) >= 0;
    }

    /** Compares the bytes of a value, without a copy. */
    public boolean valueIs(int index, String json) {
        int start = members.get(index).value().start();
        if (members.get(index).value().end() - start != json.length()) {
            return false;
        }
        for (int k = 0; k < json.length(); k++) {
            if (body.get(body.position() + start + k) != json.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a value as a text of as many characters, with one copy. */
    public String latinValue(int index) {
        int start = members.get(index).value().start();
        int length = members.get(index).value().end() - start;
        return body.hasArray()
                ? new String(
                        body.array(), body.arrayOffset() + body.position() + start, length, StandardCharsets.ISO_8859_1)
                : new String(value(index), StandardCharsets.ISO_8859_1);
    }

    public byte[] value(int index) {
        return members.get(index).value().of(body);
    }

    public List<ByteBuffer> build() {
        if (!changed) {
            return List.of(body.duplicate());
        }
        List<ByteBuffer> pieces = new ArrayList<>(2 * members.size() + 4);
        pieces.add(ByteBuffer.wrap(OPEN));
        boolean first = true;
        for (int i = 0; i < members.size(); i++) {
            if (dropped[i]) {
                continue;
            }
            byte[] replacement = replacements[i];
            if (!first) {
                pieces.add(ByteBuffer.wrap(COMMA));
            }
            first = false;
            if (replacement != null) {
                pieces.add(ByteBuffer.wrap(replacement));
            } else {
                int last = lastUnchangedNeighbour(i);
                int start = members.get(i).whole().start();
                pieces.add(body.slice(
                        body.position() + start, members.get(last).whole().end() - start));
                i = last;
            }
        }
        for (byte[] more : appended) {
            if (!first) {
                pieces.add(ByteBuffer.wrap(COMMA));
            }
            first = false;
            pieces.add(ByteBuffer.wrap(more));
        }
        pieces.add(ByteBuffer.wrap(CLOSE));
        return body.remaining() <= COPY_LIMIT ? List.of(joined(pieces)) : pieces;
    }

    private int lastUnchangedNeighbour(int index) {
        int last = index;
        while (last + 1 < members.size() && replacements[last + 1] == null && !dropped[last + 1]) {
            last++;
        }
        return last;
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces) {
        int size = 0;
        for (ByteBuffer piece : pieces) {
            size += piece.remaining();
        }
        ByteBuffer joined = ByteBuffer.allocate(size);
        pieces.forEach(joined::put);
        return joined.flip();
    }

    private static final byte[] OPEN = {'{'};
    private static final byte[] CLOSE = {'}'};
    private static final byte[] COMMA = {','};

    private static byte[] member(String name, byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length() + json.length + 3);
        out.write('"');
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        out.write('"');
        out.write(':');
        out.writeBytes(json);
        return out.toByteArray();
    }
}
