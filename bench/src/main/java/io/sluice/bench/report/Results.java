package io.sluice.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** All windows of one workload: by subject, by number of the round. Windows that were not quiet are left out and counted. */
public final class Results {

    /** More of the machine than this in other hands, and a window says nothing. */
    static final double FOREIGN_LIMIT = 0.15;

    private final Map<String, Map<Integer, Figures>> bySubject = new LinkedHashMap<>();
    private final List<Double> steal = new ArrayList<>();
    private int dropped;

    /** @param subjects in the order in which they are shown */
    public Results(List<String> subjects) {
        subjects.forEach(subject -> bySubject.put(subject, new TreeMap<>()));
    }

    public void add(String subject, int round, Figures figures) {
        steal.add(figures.steal());
        if (figures.foreign() > FOREIGN_LIMIT) {
            dropped++;
        } else {
            bySubject.computeIfAbsent(subject, name -> new TreeMap<>()).put(round, figures);
        }
    }

    public Collection<String> subjects() {
        return bySubject.keySet();
    }

    public Collection<Figures> of(String subject) {
        return bySubject.getOrDefault(subject, Map.of()).values();
    }

    public Spread spread(String subject, ToDoubleFunction<Figures> figure) {
        return Spread.of(of(subject).stream().map(figure::applyAsDouble).toList());
    }

    /** Of processor time a unit, round by round: the two were measured within seconds of each other. */
    public Spread ratio(String subject, String to) {
        Map<Integer, Figures> base = bySubject.getOrDefault(to, Map.of());
        List<Double> ratios = new ArrayList<>();
        bySubject.getOrDefault(subject, Map.of()).forEach((round, figures) -> {
            Figures other = base.get(round);
            if (other != null && other.ownMicros() > 0) {
                ratios.add(figures.ownMicros() / other.ownMicros());
            }
        });
        return Spread.of(ratios);
    }

    public int dropped() {
        return dropped;
    }

    public Spread steal() {
        return Spread.of(steal);
    }

    Map<String, Map<Integer, Figures>> all() {
        return bySubject;
    }
}
