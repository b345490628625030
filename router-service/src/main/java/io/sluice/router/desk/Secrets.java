package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.configuration.SecretNames;
import java.util.Map;

/** What may be shown of a deployment. */
final class Secrets {

    private Secrets() {}

    /** A copy without what is secret, however deep. */
    static ObjectNode without(Map<String, Object> settings) {
        ObjectNode shown = Desk.JSON.valueToTree(settings);
        strip(shown);
        return shown;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(SecretNames::isSecret)
                    .toList());
            object.properties().forEach(member -> {
                JsonNode value = member.getValue();
                if (value.isTextual()) {
                    member.setValue(Desk.JSON.getNodeFactory().textNode(SecretNames.address(value.asText())));
                }
            });
        }
        node.forEach(Secrets::strip);
    }
}
