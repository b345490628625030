package io.sluice.gateway.seam;

import java.net.URI;

/** Where another service listens. */
public record ServiceAddress(String host, int port, boolean tls) {

    /** Throws {@link IllegalArgumentException} when {@code url} is no http or https URL. */
    public static ServiceAddress parse(String url) {
        URI uri = URI.create(url);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(tls || "http".equalsIgnoreCase(uri.getScheme()))) {
            throw new IllegalArgumentException("not the http address of a service: " + url);
        }
        return new ServiceAddress(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80, tls);
    }
}
