package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Google's JSON has two spellings of each name (protobuf.dev/programming-guides/json): both are read. */
public final class GoogleNames {

    private GoogleNames() {}

    /** A member by its camelCase name, in either spelling; a missing node without one. */
    public static JsonNode get(JsonNode object, String camel) {
        JsonNode value = object.path(camel);
        return value.isMissingNode() ? object.path(snake(camel)) : value;
    }

    public static String camel(String name) {
        StringBuilder camel = new StringBuilder(name.length());
        boolean up = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' && i > 0) {
                up = true;
            } else {
                camel.append(up ? Character.toUpperCase(c) : c);
                up = false;
            }
        }
        return camel.toString();
    }

    public static String snake(String camel) {
        StringBuilder snake = new StringBuilder(camel.length() + 4);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(c);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }
}
