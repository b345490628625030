package io.sluice.router.pricelist;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the bytes of a price list. Blocks; for a thread that may. */
final class PriceListSource {

    /** LiteLLM's own list has 2 MB. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final Duration limit;

    /** @param limit time that an address has for its whole answer */
    PriceListSource(Duration limit) {
        this.limit = limit;
    }

    /** @throws IOException with a message that an operator understands */
    byte[] read(PriceListSettings settings) throws IOException {
        if (!settings.isAddress()) {
            Path file = Path.of(settings.location());
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no file " + file);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return bounded(in);
            }
        }
        return fetch(settings.location());
    }

    private byte[] fetch(String address) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(limit).build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("the address answers with status " + response.statusCode());
                }
                return bounded(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("not an address: " + e.getMessage(), e);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES / 1024 / 1024 + " MB");
        }
        return bytes;
    }
}
