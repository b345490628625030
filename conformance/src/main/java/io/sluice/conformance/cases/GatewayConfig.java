package io.sluice.conformance.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code litellm_config.yaml} and environment that a gateway needs for the cases of one profile. */
public final class GatewayConfig {
    /** Nothing listens there. */
    private static final String REFUSED = "http://127.0.0.1:9";

    private GatewayConfig() {}

    /**
     * JSON, which is YAML.
     *
     * @param provider address of the scripted provider, {@code http://host:port}
     * @param databaseUrl whether the gateway is told where its database is; otherwise the setting is left out
     */
    public static String write(Profile profile, List<Case> cases, String provider, boolean databaseUrl) {
        Set<JsonNode> entries = new LinkedHashSet<>();
        cases.forEach(c -> entries.addAll(c.deployments()));
        ObjectNode config = Json.object();
        ArrayNode models = config.putArray("model_list");
        entries.forEach(models::add);
        config.setAll(profile.config().deepCopy());
        ObjectNode general = config.withObjectProperty("general_settings");
        if (!databaseUrl) {
            general.remove("database_url");
        }
        general.put("master_key", "os.environ/LITELLM_MASTER_KEY");
        String text = Json.pretty(config);
        for (Map.Entry<String, String> p : placeholders(provider, text).entrySet()) {
            text = text.replace("${" + p.getKey() + "}", p.getValue());
        }
        return text;
    }

    /** The environment of the gateway's process, master key included. */
    public static Map<String, String> environment(Profile profile, String provider, String masterKey) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LITELLM_MASTER_KEY", masterKey);
        profile.environment().forEach((k, v) -> environment.put(k, v.replace("${UPSTREAM}", provider)));
        return environment;
    }

    private static Map<String, String> placeholders(String provider, String config) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("UPSTREAM", provider);
        values.put("REFUSED", REFUSED);
        if (config.contains("${VERTEX_CREDENTIALS}")) {
            String account = Json.compact(Json.object()
                    .put("type", "service_account")
                    .put("project_id", "oracle-project")
                    .put("private_key_id", "0123456789abcdef")
                    .put("private_key", throwawayKey())
                    .put("client_email", "oracle@oracle-project.iam.gserviceaccount.com")
                    .put("client_id", "1")
                    .put("token_uri", provider + "/asset/oauth-token"));
            String quoted = Json.compact(Json.array().add(account));
            values.put("VERTEX_CREDENTIALS", quoted.substring(2, quoted.length() - 2));
        }
        return values;
    }

    /** A key of an account that exists nowhere; the scripted token endpoint takes any signature. */
    private static String throwawayKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
