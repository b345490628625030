package io.sluice.contracts.admission;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The window that a budget counts in. Windows are aligned to the calendar (UTC) as LiteLLM resets them (litellm-behaviour 4.5): a day
 * starts at midnight, seven days on Monday, thirty days and a month on the first, anything else on multiples of its length. So every
 * gateway and the books name the same window without asking each other.
 *
 * @param start inclusive; {@link Instant#EPOCH} for a budget without a duration
 * @param end exclusive; {@link Instant#MAX} for a budget without a duration
 */
public record BudgetWindow(Instant start, Instant end) {

    private static final BudgetWindow FOREVER = new BudgetWindow(Instant.EPOCH, Instant.MAX);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(s|m|h|d|w|mo)");
    private static final int DAYS_OF_A_WEEK = 7;
    private static final int DAYS_OF_A_MONTH = 30;
    private static final int MONTHS_OF_A_YEAR = 12;

    /** Whether {@link #at} understands this duration. */
    public static boolean isValid(String duration) {
        Matcher matcher = TEXT.matcher(duration);
        return matcher.matches() && Long.parseLong(matcher.group(1)) > 0;
    }

    /**
     * The window that holds {@code now}.
     *
     * @param duration for example {@code 30s}, {@code 30m}, {@code 24h}, {@code 7d}, {@code 1mo}; null: no duration
     * @throws IllegalArgumentException when it is none of these
     */
    public static BudgetWindow at(@Nullable String duration, Instant now) {
        if (duration == null) {
            return FOREVER;
        }
        Matcher matcher = TEXT.matcher(duration);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("not a duration: " + duration);
        }
        int amount = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> multiples(Duration.ofSeconds(amount), now);
            case "m" -> multiples(Duration.ofMinutes(amount), now);
            case "h" -> multiples(Duration.ofHours(amount), now);
            case "d" -> days(amount, now);
            case "w" -> amount == 1 ? weeks(now) : multiples(Duration.ofDays((long) DAYS_OF_A_WEEK * amount), now);
            default -> months(amount, now);
        };
    }

    private static BudgetWindow days(int amount, Instant now) {
        return switch (amount) {
            case DAYS_OF_A_WEEK -> weeks(now);
            case DAYS_OF_A_MONTH -> months(1, now);
            default -> multiples(Duration.ofDays(amount), now);
        };
    }

    private static BudgetWindow multiples(Duration length, Instant now) {
        long millis = length.toMillis();
        long start = Math.floorDiv(now.toEpochMilli(), millis) * millis;
        return new BudgetWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + millis));
    }

    private static BudgetWindow weeks(Instant now) {
        LocalDate monday = date(now).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return between(monday, monday.plusDays(DAYS_OF_A_WEEK));
    }

    private static BudgetWindow months(int amount, Instant now) {
        LocalDate today = date(now);
        long month = (long) today.getYear() * MONTHS_OF_A_YEAR + today.getMonthValue() - 1;
        long first = Math.floorDiv(month, amount) * amount;
        LocalDate start = LocalDate.of((int) (first / MONTHS_OF_A_YEAR), (int) (first % MONTHS_OF_A_YEAR) + 1, 1);
        try {
            return between(start, start.plusMonths(amount));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a duration: " + amount + "mo", e);
        }
    }

    private static LocalDate date(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static BudgetWindow between(LocalDate start, LocalDate end) {
        return new BudgetWindow(
                start.atStartOfDay(ZoneOffset.UTC).toInstant(),
                end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
