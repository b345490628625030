package io.sluice.accounting.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.accounting.access.ApiException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API must not be able to do although a configuration file may: it comes over the network, and a stolen administrator's key must not
 * open the machine. No file of the router is read for it, no secret of the installation itself is sent to a provider, and no address is called
 * that only a cloud's metadata has. Other private addresses are where people run their models, and are allowed.
 */
final class ParamsCheck {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_BYTES = 64 * 1024;
    private static final String REFERENCE = "os.environ/";

    /** Google's credentials, by both names that the router knows. */
    private static final List<String> GOOGLES = List.of("vertex_credentials", "vertex_ai_credentials");

    private static final Pattern ADDRESS =
            Pattern.compile("(?i).*(api_base|base_url|_endpoint|_url|_authority_host|token_uri)");
    private static final Pattern FILE = Pattern.compile("(?i).*(_file|_path)");

    /** What Sluice itself is protected by. */
    private static final Pattern OWN_SECRET = Pattern.compile(
            "(SLUICE|DATABASE|REDIS|POSTGRES|QUARKUS)_.*|DIRECT_URL|LITELLM_(MASTER|SALT)_KEY|LITELLM_LICENSE");

    private static final Set<String> METADATA =
            Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

    /** Link-local ones aside, as the JDK writes them: Alibaba's, and AWS's for IPv6. Texts, since no address may be made when an executable is compiled. */
    private static final Set<String> METADATA_ADDRESSES = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254");

    private ParamsCheck() {}

    /** @throws ApiException 400 with the name of what is wrong */
    static void check(ObjectNode params, ObjectNode info) {
        if (params.toString().length() + info.toString().length() > MOST_BYTES) {
            throw ApiException.badRequest("A model's settings may have " + MOST_BYTES + " bytes", "litellm_params");
        }
        walk("litellm_params", params);
        walk("model_info", info);
        JsonNode model = params.path("model");
        if (!model.isMissingNode() && (!model.isTextual() || model.asText().isBlank())) {
            throw refused("litellm_params.model", "must be a text");
        }
        for (String name : GOOGLES) {
            JsonNode google = params.path(name);
            if (google.isTextual() && !google.asText().startsWith(REFERENCE)) {
                walk("litellm_params." + name, account("litellm_params." + name, google.asText()));
            }
        }
        if (params.path("aws_web_identity_token").asText("").startsWith("/")) {
            throw refused(
                    "litellm_params.aws_web_identity_token",
                    "must be the token itself; files are not read for the API");
        }
    }

    private static JsonNode account(String path, String text) {
        try {
            JsonNode account = MAPPER.readTree(text);
            if (account.isObject()) {
                return account;
            }
        } catch (JsonProcessingException noJson) {
            // as below
        }
        throw refused(path, "must be the JSON itself; files are not read for the API");
    }

    private static void walk(String path, JsonNode node) {
        node.properties().forEach(member -> {
            String name = path + '.' + member.getKey();
            JsonNode value = member.getValue();
            if (value.isTextual()) {
                text(name, member.getKey(), value.asText());
            }
            walk(name, value);
        });
        if (node.isArray()) {
            node.forEach(element -> {
                if (element.isTextual()) {
                    text(path, "", element.asText());
                }
                walk(path, element);
            });
        }
    }

    private static void text(String path, String name, String value) {
        if (value.startsWith(REFERENCE)) {
            if (OWN_SECRET
                    .matcher(value.substring(REFERENCE.length()).toUpperCase(Locale.ROOT))
                    .matches()) {
                throw refused(path, "may not name a secret of the installation itself");
            }
        } else if (FILE.matcher(name).matches()) {
            throw refused(path, "names a file; files are not read for the API");
        } else if (ADDRESS.matcher(name).matches()) {
            address(path, value);
        }
    }

    private static void address(String path, String value) {
        URI uri;
        try {
            uri = new URI(value.strip());
        } catch (URISyntaxException e) {
            throw refused(path, "is not an address");
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (host == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw refused(path, "must be an absolute http or https address");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw refused(path, "may have neither a user nor a fragment");
        }
        String plain = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
        if (METADATA.contains(plain) || isMetadata(plain)) {
            throw refused(path, "is an address of a cloud's metadata");
        }
    }

    private static boolean isMetadata(String host) {
        try {
            InetAddress address =
                    host.indexOf(':') >= 0 ? InetAddress.ofLiteral(host) : Inet4Address.ofPosixLiteral(host);
            return address.isLinkLocalAddress() || METADATA_ADDRESSES.contains(withoutZone(address));
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static String withoutZone(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    private static ApiException refused(String path, String why) {
        return ApiException.badRequest(path + ' ' + why, path);
    }
}
