package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until a child that serves HTTP says that it is ready. */
final class Probe {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;

    private Probe() {}

    /** @throws StartException when it ends, or is not ready in time */
    static void await(Child child, String url) throws InterruptedException {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER).build();
        long limit = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!isReady(client, question)) {
                if (!child.isAlive()) {
                    throw new StartException(child.name() + " ended at its start; its last lines are above");
                }
                if (System.nanoTime() > limit) {
                    throw new StartException(child.name() + " was not ready within " + LIMIT.toMinutes() + " minutes");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
