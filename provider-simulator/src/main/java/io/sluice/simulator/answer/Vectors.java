package io.sluice.simulator.answer;

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

    /** Little-endian floats in Base64, as OpenAI's {@code encoding_format: base64} has them. */
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
