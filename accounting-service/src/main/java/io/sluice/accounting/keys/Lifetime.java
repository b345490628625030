package io.sluice.accounting.keys;

import io.sluice.accounting.access.ApiException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code duration} of a key: exact, not aligned to the calendar (litellm-behaviour 4.5). */
final class Lifetime {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(s|m|h|d|w|mo)");
    private static final int LAST_YEAR = 9999;

    private Lifetime() {}

    /** @throws ApiException 400 when {@code duration} is none */
    static OffsetDateTime end(OffsetDateTime start, String duration) {
        Matcher matcher = TEXT.matcher(duration.strip());
        if (!matcher.matches()) {
            throw wrong();
        }
        long amount = Long.parseLong(matcher.group(1));
        try {
            OffsetDateTime end = switch (matcher.group(2)) {
                case "s" -> start.plusSeconds(amount);
                case "m" -> start.plusMinutes(amount);
                case "h" -> start.plusHours(amount);
                case "d" -> start.plusDays(amount);
                case "w" -> start.plusWeeks(amount);
                default -> start.plusMonths(amount);
            };
            if (end.getYear() > LAST_YEAR) {
                throw wrong();
            }
            return end;
        } catch (DateTimeException e) {
            throw wrong();
        }
    }

    private static ApiException wrong() {
        return ApiException.badRequest("duration must look like 30s, 30m, 30h, 30d, 1w or 1mo.", "duration");
    }
}
