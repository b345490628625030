package io.sluice.simulator.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Random;

/** Embeddings: unit vectors that depend on the text alone. */
public final class Vectors {

    private Vectors() {}

    /** A unit vector of {@code dimensions} floats for {@code text}. */
    public static float[] of(String text, int dimensions) {
        Random random = new Random(Words.hash(text));
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = random.nextFloat() - 0.5f;
            squares += vector[i] * (double) vector[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /** The same vector as JSON numbers. */
    public static ArrayNode json(String text, int dimensions) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode(dimensions);
        for (float value : of(text, dimensions)) {
            values.add(value);
        }
        return values;
    }

    /** The vector as whole numbers from -128 to 127. */
    public static ArrayNode int8(String text, int dimensions) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode(dimensions);
        for (float value : of(text, dimensions)) {
            values.add(Math.max(-128, Math.min(127, Math.round(value * 512))));
        }
        return values;
    }

    /** The signs of the vector, eight to a byte from -128 to 127, the first one highest. */
    public static ArrayNode binary(String text, int dimensions) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode(dimensions / 8);
        float[] vector = of(text, dimensions);
        for (int i = 0; i + 8 <= dimensions; i += 8) {
            int bits = 0;
            for (int j = 0; j < 8; j++) {
                bits = bits << 1 | (vector[i + j] > 0 ? 1 : 0);
            }
            values.add(bits - 128);
        }
        return values;
    }

    /** Little-endian floats in Base64, as OpenAI's {@code encoding_format: base64} has them. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
