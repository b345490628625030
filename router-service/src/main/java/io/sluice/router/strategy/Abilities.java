package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.deployment.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a request may ask of a model that not every model can, by LiteLLM's names without {@code supports_}; and OpenAI's parameters, by theirs. LiteLLM's
 * checks before a call look at {@code response_format} alone ({@code litellm-behaviour.md} 3.2).
 */
public final class Abilities {

    public static final String VISION = "vision";
    public static final String HEARING = "audio_input";
    public static final String VIDEO = "video_input";
    public static final String FILES = "pdf_input";
    public static final String SPEECH = "audio_output";
    public static final String TOOLS = "function_calling";
    public static final String SCHEMA = "response_schema";

    /** Of the content first: a model that cannot see has nothing to answer to, one that keeps to no schema has. */
    public static final List<String> ALL = List.of(VISION, HEARING, VIDEO, FILES, SPEECH, TOOLS, SCHEMA);

    private Abilities() {}

    /**
     * What a deployment is known not to take. {@code supports_vision} and the like of its {@code model_info} say so, else the catalog: if it lists any
     * of these of a model, what it does not list is lacking; otherwise nothing is. Who lets its tools be chosen has tools. A parameter that would be left out
     * ({@code drop_params}) is none that cannot be taken.
     */
    static Set<String> lacking(Target target, Settings info) {
        ModelCard card = target.card();
        Set<String> refused = target.provider().refused(target.knownModel(), card.capabilities());
        boolean listed = card.capabilities().stream().anyMatch(ALL::contains);
        Set<String> lacking = new HashSet<>();
        for (String ability : ALL) {
            boolean takes = card.supports(ability)
                    .orElse(!listed
                            || (ability.equals(TOOLS) && card.capabilities().contains("tool_choice")));
            boolean known = takes && !refused.contains(parameter(ability));
            if (!info.flag("supports_" + ability, known)) {
                lacking.add(ability);
            }
        }
        if (!target.dropParams()) {
            lacking.addAll(refused);
            lacking.removeIf(OpenAiParams::expendable);
            target.params().strings("allowed_openai_params").forEach(lacking::remove);
            target.params().strings("additional_drop_params").forEach(lacking::remove);
        }
        return Set.copyOf(lacking);
    }

    /** Without which it is of no use. */
    private static String parameter(String ability) {
        return switch (ability) {
            case TOOLS -> "tools";
            case SCHEMA -> "response_format";
            default -> ability;
        };
    }
}
