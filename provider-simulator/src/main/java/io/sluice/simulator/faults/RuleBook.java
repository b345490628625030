package io.sluice.simulator.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules in force. The first rule that applies to a call wins; a rule counts every call that matches it and was not
 * taken by a rule before it, so that two rules with {@code times} form a sequence. Safe for use by many threads.
 */
public final class RuleBook {

    private volatile List<Counted> rules = List.of();

    /**
     * Puts {@code next} in the place of all rules; counts begin again.
     *
     * @throws IllegalArgumentException for an action that is no directive; the rules in force stay
     */
    public void replace(List<Rule> next) {
        next.forEach(rule -> Shape.of(rule.action()));
        rules = next.stream().map(rule -> new Counted(rule, new AtomicLong())).toList();
    }

    /** The rules in force. */
    public List<Rule> rules() {
        return rules.stream().map(Counted::rule).toList();
    }

    /** The directives for a call, empty when no rule applies. */
    public Map<String, String> actionFor(String path, String model, String key) {
        for (Counted counted : rules) {
            Rule rule = counted.rule();
            if (rule.matches(path, model, key) && rule.applies(counted.count().incrementAndGet())) {
                return rule.action();
            }
        }
        return Map.of();
    }

    private record Counted(Rule rule, AtomicLong count) {}
}
