package io.sluice.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The targets of the project (issue 3, proof 5) beside what was measured. */
public final class Verdicts {

    /** @param measured the median decides; shown with its range */
    public record Verdict(String what, Spread measured, double limit, double aim, boolean pass) {}

    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();

    /** At most {@code limit}; {@code aim} is what would be better still, NaN for none. Unknown figures say nothing. */
    public void atMost(String what, Spread measured, double limit, double aim) {
        if (measured.isKnown()) {
            verdicts.add(new Verdict(what, measured, limit, aim, measured.median() <= limit));
        }
    }

    /** Something that no figure makes good. */
    public void wrong(String what) {
        wrongs.add(what);
    }

    public List<Verdict> all() {
        return verdicts;
    }

    public String text() {
        StringBuilder text = new StringBuilder("\nTargets\n");
        for (Verdict verdict : verdicts) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-4s %-66s %-26s at most %s%s%n",
                    verdict.pass ? "pass" : "MISS",
                    verdict.what,
                    verdict.measured.text(2),
                    number(verdict.limit),
                    Double.isNaN(verdict.aim) ? "" : ", aim " + number(verdict.aim)));
        }
        wrongs.forEach(wrong -> text.append("  WRONG ").append(wrong).append('\n'));
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
