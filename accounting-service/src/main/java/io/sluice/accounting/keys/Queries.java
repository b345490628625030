package io.sluice.accounting.keys;

import io.sluice.accounting.access.Violations;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked in FastAPI's words. */
public final class Queries {

    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on", "y", "t");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "off", "n", "f");

    private Queries() {}

    public static int number(
            @Nullable String text, int whenAbsent, int least, int most, Violations wrong, String name) {
        if (text == null) {
            return whenAbsent;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value < least) {
                wrong.add("greater_than_equal", "Input should be greater than or equal to " + least, "query", name);
            } else if (value > most) {
                wrong.add("less_than_equal", "Input should be less than or equal to " + most, "query", name);
            }
            return value;
        } catch (NumberFormatException e) {
            wrong.add(
                    "int_parsing",
                    "Input should be a valid integer, unable to parse string as an integer",
                    "query",
                    name);
            return whenAbsent;
        }
    }

    public static boolean flag(@Nullable String text, Violations wrong, String name) {
        return flag(text, false, wrong, name);
    }

    public static boolean flag(@Nullable String text, boolean whenAbsent, Violations wrong, String name) {
        if (text == null) {
            return whenAbsent;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
            wrong.add("bool_parsing", "Input should be a valid boolean, unable to interpret input", "query", name);
        }
        return TRUE.contains(lower);
    }
}
