package io.sluice.router.deployment;

import io.sluice.contracts.routing.Glob;
import io.sluice.router.catalog.Catalog;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models of the catalog that a wildcard stands for; for lists only, since a call may name any other. */
public final class WildcardModels {

    private WildcardModels() {}

    /**
     * The provider's names of the models, by the names that clients have for them. Empty when {@code wildcard} is none.
     *
     * @param name of the group, with a star
     */
    public static Map<String, String> of(String name, Target wildcard, Catalog catalog) {
        String pattern = wildcard.providerModel();
        int star = pattern.indexOf('*');
        if (star < 0) {
            return Map.of();
        }
        int end = pattern.length() - star - 1;
        Map<String, String> models = new LinkedHashMap<>();
        for (String model : catalog.models(wildcard.provider())) {
            if (Glob.matches(pattern, model)) {
                models.put(name.replace("*", model.substring(star, model.length() - end)), model);
            }
        }
        return models;
    }
}
