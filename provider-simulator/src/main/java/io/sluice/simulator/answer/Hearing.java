package io.sluice.simulator.answer;

import io.sluice.simulator.faults.Directives;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is heard in a recording: words that depend on its bytes alone, or X when the prompt says {@code repeat: X}.
 *
 * @param seconds length of the recording
 */
public record Hearing(String text, double seconds) {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** A word and when it is spoken, in seconds. */
    public record Word(String text, double start, double end) {}

    /** Listens. */
    public static Hearing of(byte[] audio, String prompt) {
        String wished = Model.repeated(Directives.strip(prompt));
        return new Hearing(wished == null ? Sound.heard(audio) : wished, Sound.seconds(audio));
    }

    /** The words, evenly spread over the recording. */
    public List<Word> words() {
        List<String> all = List.of(SPACE.split(text.strip()));
        List<Word> words = new ArrayList<>(all.size());
        double each = seconds / all.size();
        for (int i = 0; i < all.size(); i++) {
            words.add(new Word(all.get(i), rounded(i * each), rounded((i + 1) * each)));
        }
        return words;
    }

    /** As subtitles in the SubRip format. */
    public String srt() {
        return "1\n" + time(0, ',') + " --> " + time(seconds, ',') + "\n" + text + "\n\n";
    }

    /** As subtitles. Source: W3C WebVTT. */
    public String vtt() {
        return "WEBVTT\n\n" + time(0, '.') + " --> " + time(seconds, '.') + "\n" + text + "\n\n";
    }

    private static String time(double seconds, char point) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                point,
                millis % 1000);
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
