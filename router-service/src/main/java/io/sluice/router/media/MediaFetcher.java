package io.sluice.router.media;

import io.sluice.router.conversation.Media;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fetches media from the addresses that clients name. A client must not reach through the gateway what it cannot reach itself: the name is
 * resolved once, the address checked, and the connection made to that very address, for each redirect anew.
 */
public final class MediaFetcher implements MediaSource {

    private static final int MAX_REDIRECTS = 3;

    private final Vertx vertx;
    private final Fetch fetch;
    private final MediaSettings settings;

    public MediaFetcher(Vertx vertx, Fetch fetch, MediaSettings settings) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.settings = settings;
    }

    @Override
    public CompletionStage<Media.Inline> fetch(Media.Url media) {
        URI uri;
        try {
            uri = URI.create(media.url());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(refused("it is no URL"));
        }
        return hop(uri, MAX_REDIRECTS).thenCompose(answer -> inline(media, answer));
    }

    private CompletionStage<Fetch.Fetched> hop(URI uri, int redirects) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (!(scheme.equals("http") || scheme.equals("https")) || host == null || uri.getUserInfo() != null) {
            return CompletableFuture.failedStage(refused("only http and https URLs are fetched"));
        }
        return resolve(host).thenCompose(address -> {
            if (!mayReach(uri, host, address)) {
                return CompletableFuture.failedStage(refused(
                        "its host has no public address (litellm_settings.user_url_allowed_hosts can allow it)"));
            }
            return fetch.send(request(uri), address, settings.limitMillis(), settings.maxBytes())
                    .exceptionallyCompose(fault -> CompletableFuture.failedStage(refused(reason(fault))))
                    .thenCompose(answer -> answered(uri, answer, redirects));
        });
    }

    private CompletionStage<Fetch.Fetched> answered(URI uri, Fetch.Fetched answer, int redirects) {
        String location = answer.headers().get("location");
        if (answer.status() / 100 == 3 && location != null) {
            if (redirects == 0) {
                return CompletableFuture.failedStage(refused("it is redirected too often"));
            }
            try {
                return hop(uri.resolve(location), redirects - 1);
            } catch (IllegalArgumentException e) {
                return CompletableFuture.failedStage(refused("it is redirected to what is no URL"));
            }
        }
        return answer.succeeded()
                ? CompletableFuture.completedStage(answer)
                : CompletableFuture.failedStage(refused("its host answers with status " + answer.status()));
    }

    private CompletionStage<InetAddress> resolve(String host) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Promise<InetAddress> resolved = Promise.promise();
        ((VertxInternal) vertx).resolveAddress(name, resolved);
        return resolved.future()
                .toCompletionStage()
                .exceptionallyCompose(
                        fault -> CompletableFuture.failedStage(refused("the name of its host cannot be resolved")));
    }

    private boolean mayReach(URI uri, String host, InetAddress address) {
        String name = host.toLowerCase(Locale.ROOT);
        return !settings.publicOnly()
                || settings.allowedHosts().contains(name)
                || settings.allowedHosts().contains(name + ':' + uri.getPort())
                || PublicAddress.is(address);
    }

    private static UpstreamRequest request(URI uri) {
        return new UpstreamRequest(
                "GET", uri.toASCIIString(), Map.of("accept", "*/*", "user-agent", "Sluice"), List.of(), List.of());
    }

    /** Encoding megabytes is no work for an event loop. */
    private CompletionStage<Media.Inline> inline(Media.Url media, Fetch.Fetched answer) {
        String type = type(media, answer.headers().get("content-type"));
        return vertx.executeBlocking(() -> new Media.Inline(type, base64(answer.body())), false)
                .toCompletionStage();
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1
                .decode(Base64.getEncoder().encode(bytes))
                .toString();
    }

    /** What the client says, else what the host says unless that says nothing, else by the name's end. */
    private static String type(Media.Url media, @Nullable String header) {
        if (media.mimeType() != null) {
            return media.mimeType();
        }
        String said = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!said.isEmpty() && !said.endsWith("/octet-stream")) {
            return said;
        }
        String guessed = URLConnection.guessContentTypeFromName(media.url().split("[?#]", 2)[0]);
        return guessed != null ? guessed : "application/octet-stream";
    }

    private static String reason(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return String.valueOf(cause.getMessage());
    }

    /** Without the address: what follows its question mark may be a secret. */
    private static PreparationException refused(String why) {
        return new PreparationException(
                ErrorClass.BAD_REQUEST,
                "a picture or file that the request names by its URL could not be fetched: " + why);
    }
}
