package io.sluice.gateway.models;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.ModelOffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which models a caller may use: exact names, wildcards, access groups and LiteLLM's special words ({@code litellm-behaviour.md} 4.4). */
public final class ModelAccess {

    private ModelAccess() {}

    /**
     * @param model name after the key's own aliases
     * @param offer what the name stands for; null when nothing has it
     */
    public static boolean allows(Caller caller, String model, @Nullable ModelOffer offer) {
        VirtualKey key = caller.virtualKey();
        if (key == null || key.models().isEmpty()) {
            return true;
        }
        List<String> models = key.models();
        for (int i = 0; i < models.size(); i++) {
            if (grants(models.get(i), model, offer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean grants(String entry, String model, @Nullable ModelOffer offer) {
        return switch (entry) {
            case "all-proxy-models", "all-team-models", "*" -> true;
            case "no-default-models" -> false;
            default ->
                entry.equals(model)
                        || (entry.indexOf('*') >= 0 && Glob.matches(entry, model))
                        || (offer != null && offer.accessGroups().contains(entry));
        };
    }
}
