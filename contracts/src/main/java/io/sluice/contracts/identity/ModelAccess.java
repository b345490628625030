package io.sluice.contracts.identity;

import io.sluice.contracts.routing.Glob;
import java.util.List;

/** Which models a caller may use: exact names, wildcards, access groups and LiteLLM's special words ({@code litellm-behaviour.md} 4.4). */
public final class ModelAccess {

    private ModelAccess() {}

    /**
     * @param model name after the key's own aliases
     * @param accessGroups those of what the name stands for
     */
    public static boolean allows(Caller caller, String model, List<String> accessGroups) {
        VirtualKey key = caller.virtualKey();
        if (key == null || key.models().isEmpty()) {
            return true;
        }
        List<String> models = key.models();
        for (int i = 0; i < models.size(); i++) {
            if (grants(models.get(i), model, accessGroups)) {
                return true;
            }
        }
        return false;
    }

    private static boolean grants(String entry, String model, List<String> accessGroups) {
        return switch (entry) {
            case "all-proxy-models", "all-team-models", "*" -> true;
            case "no-default-models" -> false;
            default ->
                entry.equals(model)
                        || (entry.indexOf('*') >= 0 && Glob.matches(entry, model))
                        || accessGroups.contains(entry);
        };
    }
}
