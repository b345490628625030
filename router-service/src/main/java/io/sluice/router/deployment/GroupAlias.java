package io.sluice.router.deployment;

import io.sluice.configuration.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another name for model groups ({@code router_settings.model_group_alias}): a text, a list whose members are pooled, or
 * {@code {model, hidden}}. LiteLLM's {@code litellm_settings.model_alias_map} is another place for them; those are not listed.
 */
public record GroupAlias(List<String> groups, boolean hidden) {

    static Map<String, GroupAlias> read(Settings router, Settings litellm) {
        Map<String, GroupAlias> aliases = new LinkedHashMap<>();
        Settings everywhere = litellm.section("model_alias_map");
        everywhere.values().keySet().forEach(name -> aliases.put(name, new GroupAlias(everywhere.strings(name), true)));
        Settings section = router.section("model_group_alias");
        section.values().forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                Settings form = section.section(name);
                aliases.put(name, new GroupAlias(form.strings("model"), form.flag("hidden", false)));
            } else {
                aliases.put(name, new GroupAlias(section.strings(name), false));
            }
        });
        aliases.values().removeIf(alias -> alias.groups().isEmpty());
        return aliases;
    }
}
