package io.sluice.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * A gateway as its clients see it. Safe for many threads.
 *
 * @param key sent with every call that names no other
 */
public record Gateway(URI url, String key) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(PATIENCE)
            .build();

    /** The same gateway for somebody else. */
    public Gateway as(String otherKey) {
        return new Gateway(url, otherKey);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Answer post(String path, JsonNode body, String... headers) {
        return send("POST", path, body.toString(), headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** @param headers name, value, name, value ...; an {@code authorization} replaces the key, an empty one leaves it out */
    public Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .setHeader("authorization", "Bearer " + key);
        if (!body.isEmpty()) {
            request.setHeader("content-type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A form with one file. */
    public Answer form(String path, Map<String, String> fields, String field, String filename, byte[] content) {
        String boundary = "boundary-" + UUID.randomUUID();
        StringBuilder head = new StringBuilder();
        fields.forEach((name, value) -> head.append("--")
                .append(boundary)
                .append("\r\n")
                .append("content-disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        head.append("--")
                .append(boundary)
                .append("\r\ncontent-disposition: form-data; name=\"")
                .append(field)
                .append("\"; filename=\"")
                .append(filename)
                .append("\"\r\n\r\n");
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + key)
                .header("content-type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head.toString()),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A chat that is answered whole. */
    public Answer chat(String model, String prompt) {
        return post("/v1/chat/completions", body(model, prompt));
    }

    /** A chat as a stream, read to its end. */
    public Answer stream(String model, String prompt) {
        return post("/v1/chat/completions", body(model, prompt).put("stream", true));
    }

    /** The body of a chat whose end user is the prompt's nonce, so that the ledger can be joined with the providers' journal. */
    public static ObjectNode body(String model, String prompt) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        Nonces.in(prompt).ifPresent(nonce -> body.put("user", nonce));
        return body;
    }
}
