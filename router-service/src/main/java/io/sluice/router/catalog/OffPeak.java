package io.sluice.router.catalog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A provider's cheap hours, as DeepSeek has them: api-docs.deepseek.com/quick_start/pricing (seen 2026-11-24). Hours are of UTC, weekdays of
 * {@code weekdayZone}.
 *
 * @param windows a call that ends in any of them is cheap
 */
public record OffPeak(ZoneId weekdayZone, List<Window> windows) {

    private static final int MINUTES_A_DAY = 24 * 60;

    /**
     * @param firstDay 1 for Monday
     * @param from minute of the day
     * @param to minute of the day that is no longer in it
     */
    public record Window(int firstDay, int lastDay, int from, int to) {

        boolean contains(int day, int minute) {
            return day >= firstDay && day <= lastDay && minute >= from && minute < to;
        }
    }

    public OffPeak {
        windows = List.copyOf(windows);
    }

    public boolean contains(Instant moment) {
        int day = moment.atZone(weekdayZone).getDayOfWeek().getValue();
        var time = moment.atOffset(ZoneOffset.UTC).toLocalTime();
        int minute = time.getHour() * 60 + time.getMinute();
        return windows.stream().anyMatch(window -> window.contains(day, minute));
    }

    /** Lines such as {@code 1-5 04:00-06:00}; the zone of the weekdays first when it is not UTC. */
    public static OffPeak parse(List<String> lines) {
        ZoneId zone = ZoneOffset.UTC;
        List<Window> windows = new ArrayList<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space < 0) {
                zone = ZoneId.of(line);
            } else {
                String[] days = line.substring(0, space).split("-", -1);
                String[] hours = line.substring(space + 1).split("-", -1);
                windows.add(new Window(
                        Integer.parseInt(days[0]), Integer.parseInt(days[1]), minute(hours[0]), minute(hours[1])));
            }
        }
        return new OffPeak(zone, windows);
    }

    /** Reads {@code 04:00}; {@code 24:00} is the end of the day. */
    private static int minute(String time) {
        String[] parts = time.split(":", -1);
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!weekdayZone.equals(ZoneOffset.UTC)) {
            lines.add(weekdayZone.getId());
        }
        for (Window window : windows) {
            lines.add("%d-%d %s-%s"
                    .formatted(
                            window.firstDay,
                            window.lastDay,
                            time(window.from),
                            time(Math.min(window.to, MINUTES_A_DAY))));
        }
        return lines;
    }

    private static String time(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
}
