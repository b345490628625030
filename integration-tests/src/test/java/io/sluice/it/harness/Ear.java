package io.sluice.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of a realtime session. */
public final class Ear implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;

    /** @param headers name, value, name, value ...; without a key of its own */
    public static Ear open(Gateway gateway, String path, List<String> subprotocols, String... headers) {
        Ear ear = new Ear();
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.getFirst(),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
        URI uri = URI.create(gateway.url().resolve(path).toString().replaceFirst("http", "ws"));
        ear.socket = builder.buildAsync(uri, ear).join();
        return ear;
    }

    public static Ear open(Gateway gateway, String path) {
        return open(gateway, path, List.of(), "authorization", "Bearer " + gateway.key());
    }

    /** The HTTP status of the refusal; 101 when there was none. */
    public static int refusal(Gateway gateway, String path) {
        try {
            open(gateway, path).close();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                heard.add(Gateway.JSON.readTree(part.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed(status, reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed(1006, String.valueOf(error));
    }

    private void closed(int status, String reason) {
        ObjectNode end = Gateway.JSON.createObjectNode().put("type", "closed");
        heard.add(end.put("code", status).put("reason", reason));
    }

    public Ear say(String event) {
        socket.sendText(event, true).join();
        return this;
    }

    /** Asks for a response to a text. */
    public Ear ask(String text) {
        return put(text).say("{\"type\":\"response.create\"}");
    }

    /** Adds a text to the conversation. */
    public Ear put(String text) {
        ObjectNode event = Gateway.JSON.createObjectNode().put("type", "conversation.item.create");
        ObjectNode item = event.putObject("item").put("type", "message").put("role", "user");
        item.putArray("content").addObject().put("type", "input_text").put("text", text);
        return say(event.toString());
    }

    /** Events up to the first of this type, or to the end of the session. */
    public List<JsonNode> until(String type) {
        List<JsonNode> events = new ArrayList<>();
        String last;
        do {
            JsonNode event = next();
            if (event == null) {
                throw new IllegalStateException("no " + type + " after " + events);
            }
            events.add(event);
            last = event.path("type").asText();
        } while (!last.equals(type) && !last.equals("closed"));
        return events;
    }

    /** The first event of this type. */
    public JsonNode await(String type) {
        return until(type).getLast();
    }

    private @Nullable JsonNode next() {
        try {
            return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Leaves without a word. */
    public void vanish() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            // the other side may have closed first
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(gone -> socket)
                    .join();
        }
    }
}
