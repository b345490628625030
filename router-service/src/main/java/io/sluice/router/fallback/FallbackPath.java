package io.sluice.router.fallback;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.failure.ErrorClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call through groups, as LiteLLM goes it: the fallbacks of a failed fallback come before its own next, to a depth of
 * {@code max_fallbacks}. Unlike there no group is asked twice, so that a circle ends. What the request lists itself goes before the
 * configuration, as far as the caller may use it.
 */
public final class FallbackPath {

    private final Fallbacks configured;
    private final AskedRoute asked;
    private final Predicate<String> allowed;
    private final Set<String> visited = new HashSet<>(4);
    private final Deque<Iterator<Hop>> levels = new ArrayDeque<>(2);
    private final List<String> taken = new ArrayList<>(2);

    /** @param allowed whether the caller may ask for a group by itself */
    public FallbackPath(Fallbacks configured, AskedRoute asked, Predicate<String> allowed) {
        this.configured = configured;
        this.asked = asked;
        this.allowed = allowed;
    }

    /** The next group; null when there is none. @param names as in {@link Fallbacks#after} */
    public @Nullable Hop next(List<String> names, ErrorClass error) {
        if (asked.noFallbacks()) {
            return null;
        }
        visited.addAll(names);
        if (levels.size() < configured.maxDepth()) {
            List<Hop> more = after(names, error);
            if (!more.isEmpty()) {
                levels.push(more.iterator());
            }
        }
        while (!levels.isEmpty()) {
            Iterator<Hop> level = levels.element();
            while (level.hasNext()) {
                Hop hop = level.next();
                if (visited.add(hop.group())) {
                    taken.add(hop.group());
                    return hop;
                }
            }
            levels.pop();
        }
        return null;
    }

    /** Whether {@link #next} would find a list for this error. */
    public boolean has(List<String> names, ErrorClass error) {
        return !asked.noFallbacks()
                && (!levels.isEmpty() || !after(names, error).isEmpty());
    }

    /** LiteLLM's {@code x-litellm-attempted-fallbacks}: how deep it went, not how many were asked. */
    public int depth() {
        return levels.size();
    }

    /** All groups that were asked after the first. */
    public List<String> taken() {
        return taken;
    }

    private List<Hop> after(List<String> names, ErrorClass error) {
        List<Hop> ofRequest = new ArrayList<>(0);
        collect(asked.fallbacks("fallbacks"), names, ofRequest);
        switch (error) {
            case CONTEXT_WINDOW -> collect(asked.fallbacks("context_window_fallbacks"), names, ofRequest);
            case CONTENT_POLICY -> collect(asked.fallbacks("content_policy_fallbacks"), names, ofRequest);
            default -> {}
        }
        return ofRequest.isEmpty()
                ? configured.after(names, error).stream().map(Hop::to).toList()
                : ofRequest;
    }

    /** Names; objects with a model and other members; or maps from a group to names, as a configuration has them. */
    private void collect(@Nullable JsonNode list, List<String> names, List<Hop> hops) {
        if (list == null) {
            return;
        }
        for (JsonNode element : list) {
            if (element.isTextual()) {
                add(element.textValue(), Map.of(), hops);
            } else if (element.path("model").isTextual()) {
                Map<String, JsonNode> changes = new HashMap<>();
                element.properties().forEach(member -> changes.put(member.getKey(), member.getValue()));
                changes.keySet().removeAll(Set.of("model", "stream"));
                add(element.get("model").textValue(), changes, hops);
            } else {
                names.forEach(name -> element.path(name).forEach(group -> add(group.asText(), Map.of(), hops)));
            }
        }
    }

    private void add(String group, Map<String, JsonNode> changes, List<Hop> hops) {
        if (!group.isEmpty() && allowed.test(group)) {
            hops.add(new Hop(group, changes));
        }
    }
}
