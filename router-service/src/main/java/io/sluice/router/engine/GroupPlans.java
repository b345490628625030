package io.sluice.router.engine;

import io.sluice.router.deployment.Resolution;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.Planner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans of the groups that were asked for, by the name under which they were: an alias or an id has a plan of its own. Thread-safe. */
final class GroupPlans {

    /** Wildcards make a group of any name that a caller invents; those past this many are planned anew each time. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Planner planner;
    private final Map<String, GroupPlan> byName = new ConcurrentHashMap<>();

    GroupPlans(Planner planner) {
        this.planner = planner;
    }

    /** @param group what the name stands for in the same configuration */
    GroupPlan of(String name, Resolution.Group group) {
        GroupPlan known = byName.get(name);
        if (known != null) {
            return known;
        }
        GroupPlan made = planner.plan(group);
        if (byName.size() < MOST_REMEMBERED) {
            byName.put(name, made);
        }
        return made;
    }

    /** A plan for one look at a deployment's health. */
    GroupPlan probe(Resolution.Group group) {
        return planner.probe(group);
    }
}
