package io.sluice.simulator.exchange;

import io.sluice.simulator.answer.Pictures;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses of made pictures. Nothing is stored: the address says what the picture is made from. */
public final class Media {

    /** Where the addresses begin. */
    public static final String PREFIX = "/sim/media/";

    private static final String TYPE = ".png";
    private static final int LONGEST = 200;

    private Media() {}

    /** The address of a picture. */
    public static String picture(Call call, String prompt, int index) {
        String start = prompt.length() > LONGEST ? prompt.substring(0, LONGEST) : prompt;
        return call.base() + PREFIX + index + "/" + URLEncoder.encode(start, StandardCharsets.UTF_8) + TYPE;
    }

    /** The picture at a path that begins with {@link #PREFIX}; null when there is none. */
    public static @Nullable Buffer at(String path) {
        int slash = path.indexOf('/', PREFIX.length());
        if (slash < 0 || !path.endsWith(TYPE)) {
            return null;
        }
        int index;
        try {
            index = Integer.parseInt(path.substring(PREFIX.length(), slash));
        } catch (NumberFormatException e) {
            return null;
        }
        String prompt = path.substring(slash + 1, path.length() - TYPE.length());
        return Buffer.buffer(Pictures.png(Call.decoded(prompt.replace("+", "%20")), index));
    }
}
