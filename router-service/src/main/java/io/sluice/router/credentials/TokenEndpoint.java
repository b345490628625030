package io.sluice.router.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks token servers for access tokens, as OAuth has it (RFC 6749, 5; IBM's server differs in the words of its errors). Thread-safe. */
final class TokenEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 64 * 1024;

    private final Fetch fetch;
    private final InstantSource clock;

    TokenEndpoint(Fetch fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /** The usual question. @param members names and values in turns */
    static UpstreamRequest form(String url, String... members) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < members.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encoded(members[i]))
                    .append('=')
                    .append(encoded(members[i + 1]));
        }
        return new UpstreamRequest(
                "POST",
                url,
                Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json"),
                List.of(ByteBuffer.wrap(form.toString().getBytes(StandardCharsets.UTF_8))),
                List.of());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Must be called on an event loop. Fails with a {@link PreparationException}.
     *
     * @param from who is asked, and for whom: for messages, so never with a secret
     */
    CompletionStage<FetchedTokens.Lent<String>> ask(UpstreamRequest question, String from) {
        return fetch.send(question, LIMIT_MILLIS, LIMIT_BYTES)
                .exceptionally(fault -> {
                    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                    throw new PreparationException(
                            ErrorClass.CONNECTION,
                            "no token from " + from + ": it does not answer: " + cause.getMessage());
                })
                .thenApply(answer -> token(answer, from));
    }

    private FetchedTokens.Lent<String> token(Fetch.Fetched answer, String from) {
        JsonNode said = json(answer);
        String token = said.path("access_token").asText("");
        if (!answer.succeeded() || token.isEmpty()) {
            String why = Stream.of("error", "error_description", "errorMessage")
                    .map(name -> said.path(name).asText(""))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(" "));
            throw new PreparationException(
                    ErrorClass.AUTHENTICATION,
                    "no token from " + from + ": it answered " + answer.status() + (why.isEmpty() ? "" : ": " + why));
        }
        return new FetchedTokens.Lent<>(
                token, clock.instant().plusSeconds(said.path("expires_in").asLong(0)));
    }

    private static JsonNode json(Fetch.Fetched answer) {
        try {
            return JSON.readTree(StandardCharsets.UTF_8.decode(answer.body()).toString());
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
