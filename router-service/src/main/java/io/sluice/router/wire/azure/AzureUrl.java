package io.sluice.router.wire.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * An {@code api_base} as people copy it from Azure's portal: the resource alone, or with a path, a deployment, a query.
 *
 * @param path with scheme and host, without trailing slash
 * @param query without question mark; empty for none
 */
record AzureUrl(String path, String query) {

    private static final String VERSION = "api-version=";

    static AzureUrl of(String base) {
        int mark = base.indexOf('?');
        String path = mark < 0 ? base : base.substring(0, mark);
        return new AzureUrl(
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                mark < 0 ? "" : base.substring(mark + 1));
    }

    boolean has(String part) {
        return path.contains(part);
    }

    /** The path up to this part; the whole of it when there is no such part. */
    AzureUrl before(String part) {
        int at = path.indexOf(part);
        return at < 0 ? this : new AzureUrl(path.substring(0, at), query);
    }

    /** Nothing is added that stands there already. */
    AzureUrl with(String end) {
        return path.endsWith(end) ? this : new AzureUrl(path + end, query);
    }

    /** A version in the base is meant; otherwise this one. */
    AzureUrl inVersion(String version) {
        if (query.contains(VERSION) || version.isEmpty()) {
            return this;
        }
        String parameter = VERSION + URLEncoder.encode(version, StandardCharsets.UTF_8);
        return new AzureUrl(path, query.isEmpty() ? parameter : query + '&' + parameter);
    }

    String text() {
        return query.isEmpty() ? path : path + '?' + query;
    }
}
