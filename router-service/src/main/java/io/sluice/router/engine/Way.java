package io.sluice.router.engine;

import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.fallback.FallbackPath;
import io.sluice.router.fallback.Hop;
import io.sluice.router.group.GroupCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a call is on its way through groups: which one it asks, under which name, and what came of those before. Used on one event loop. */
final class Way {

    /** A group that was asked, kept until the call is over. */
    private record Asked(String name, List<Deployment> deployments, GroupCall call) {}

    private final FallbackPath path;
    private final Troubles troubles = new Troubles();
    private final List<Asked> asks = new ArrayList<>(1);
    private String name;
    private String group;
    private List<Deployment> deployments = List.of();
    private @Nullable GroupCall call;
    private int ordersPassed;
    private @Nullable Target target;
    private @Nullable Target lastTarget;

    Way(FallbackPath path, String model) {
        this.path = path;
        this.name = model;
        this.group = model;
    }

    // ---- to a group and in it

    /** A group is asked for under this name. */
    void enter(String asked) {
        name = asked;
        target = null;
        call = null;
        ordersPassed = 0;
    }

    /** What the name stands for. */
    void found(String found, List<Deployment> those) {
        group = found;
        deployments = those;
    }

    void asks(GroupCall asked) {
        call = asked;
        asks.add(new Asked(name, deployments, asked));
    }

    void nextOrder() {
        ordersPassed++;
    }

    Deployment deployment(int index) {
        return deployments.get(index);
    }

    /** An attempt goes to it. */
    void goesTo(Target asked) {
        target = asked;
        lastTarget = asked;
    }

    /** Whose failure the last one is. */
    void failedAt(@Nullable Target failed) {
        target = failed;
    }

    /** The client leaves. */
    void leave() {
        if (call != null) {
            call.leave();
        }
    }

    // ---- from group to group

    /** This group does not answer. */
    void failed(ProviderFailure failure) {
        troubles.add(new Trouble(failure, target, name));
    }

    /** Whether no group has failed yet. */
    boolean begins() {
        return troubles.none();
    }

    /** Where to go after such a failure; null when there is no other group. */
    @Nullable
    Hop after(ErrorClass error) {
        return path.next(names(), error);
    }

    /** Whether {@link #after} would find a list for this error. */
    boolean leadsOn(ErrorClass error) {
        return path.has(names(), error);
    }

    /** For the client when nobody is left. @param fallbacksOff the client wanted no other group */
    Refusal refusal(Refusals refusals, int attemptsMade, boolean fallbacksOff) {
        return troubles.refusal(refusals, attemptsMade, fallbacksOff, path.taken(), lastTarget);
    }

    // ---- where it is

    /** Under which the group was asked for. */
    String name() {
        return name;
    }

    String group() {
        return group;
    }

    /** Of the deployment that was asked last in this group; null when none was. */
    @Nullable
    Target target() {
        return target;
    }

    /** The same in any group. */
    @Nullable
    Target lastTarget() {
        return lastTarget;
    }

    int retriesMade() {
        return call == null ? 0 : call.retriesMade();
    }

    /** LiteLLM counts the next {@code order} of a group as a fallback. */
    int fallbacksMade() {
        return path.depth() + ordersPassed;
    }

    /** Under which fallbacks may be listed: as asked for, the group's own name, and the failed deployment's. */
    List<String> names() {
        Target failed = target;
        if (failed == null && name.equals(group)) {
            return List.of(name);
        }
        Set<String> names = new LinkedHashSet<>(List.of(name));
        names.add(group);
        if (failed != null) {
            names.add(failed.modelGroup());
        }
        return List.copyOf(names);
    }

    /** All groups that were asked, for explanations. */
    List<CallRecord.Group> groups() {
        return asks.stream()
                .map(each -> new CallRecord.Group(
                        each.name(),
                        each.deployments(),
                        each.call().choices(),
                        each.call().waitedMillis()))
                .toList();
    }
}
