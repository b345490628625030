package io.sluice.router.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.configuration.SecretNames;
import java.util.Map;

/** What may be shown of a deployment. */
final class Secrets {

    private Secrets() {}

    /** A copy without what is secret, however deep. */
    static ObjectNode without(Map<String, Object> settings) {
        ObjectNode shown = Desk.JSON.valueToTree(settings);
        SecretNames.strip(shown);
        return shown;
    }
}
