package io.sluice.conformance.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The differences of one case by aspect. Filled by one thread, read by any after that. */
public final class Findings {
    /** Members that no provider and no other gateway has. */
    private static final Set<String> LITELLM_ONLY = Set.of(
            "provider_specific_fields",
            "text_tokens",
            "cache_creation_token_details",
            "cache_write_tokens",
            "cache_creation_tokens",
            "initial_prompt_tokens",
            "vertex_ai_grounding_metadata",
            "vertex_ai_url_context_metadata",
            "vertex_ai_safety_results",
            "vertex_ai_citation_metadata");

    private final Map<Aspect, List<Difference>> byAspect = new EnumMap<>(Aspect.class);

    void add(Aspect aspect, Difference difference) {
        Set<String> steps = new HashSet<>(Arrays.asList(difference.path().split("\\.", -1)));
        steps.retainAll(LITELLM_ONLY);
        Aspect counted = aspect == Aspect.BODY && !steps.isEmpty() ? Aspect.EXTRAS : aspect;
        byAspect.computeIfAbsent(counted, a -> new ArrayList<>()).add(difference);
    }

    void keepOnly(Collection<String> labels) {
        byAspect.keySet().removeIf(a -> !labels.contains(a.label()));
    }

    public List<Difference> of(Aspect aspect) {
        return List.copyOf(byAspect.getOrDefault(aspect, List.of()));
    }

    /** Whether there is none in any of these aspects. */
    public boolean agreeIn(Collection<Aspect> aspects) {
        return aspects.stream().noneMatch(byAspect::containsKey);
    }
}
