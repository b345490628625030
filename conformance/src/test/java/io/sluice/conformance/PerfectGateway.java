package io.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.http.HttpReader;
import io.sluice.conformance.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A gateway that knows the cases: it sends upstream just what a case expects and answers just that, or something mutated. A header that the cases are given
 * for it tells it which one a request belongs to.
 */
final class PerfectGateway implements AutoCloseable {
    static final String CASE_HEADER = "x-conformance-case";

    private final ServerSocket server;
    private final String provider;
    private final Map<String, ObjectNode> behaviours;

    private PerfectGateway(ServerSocket server, String provider, Map<String, ObjectNode> behaviours) {
        this.server = server;
        this.provider = provider;
        this.behaviours = behaviours;
    }

    static PerfectGateway start(int port, String provider, List<Case> cases) {
        try {
            ServerSocket server = new ServerSocket(port, 1024, InetAddress.ofLiteral("127.0.0.1"));
            PerfectGateway gateway = new PerfectGateway(server, provider, behaviours(cases));
            Thread.ofVirtual().start(gateway::acceptAll);
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every case as it is and once mutated, without its preparation, each with the header that names it. */
    static List<Case> derived(List<Case> cases, int salt) {
        List<Case> all = new ArrayList<>();
        for (Case c : cases) {
            boolean recreatable =
                    !c.request().has("form") && !c.expectedResponse().has("sha256");
            if (recreatable && !isSigned(c) && !sendsForm(c)) {
                all.add(derived(c, Mutation.NONE));
                all.add(applicable(c, salt));
            }
        }
        return all;
    }

    /** Of a file only its digest was recorded. */
    private static boolean sendsForm(Case c) {
        for (JsonNode request : c.source().path("expect").path("upstream_requests")) {
            if (request.has("form")) {
                return true;
            }
        }
        return false;
    }

    /** The scripted provider checks AWS's signature over what it got: only who holds the secret can play that. */
    private static boolean isSigned(Case c) {
        for (JsonNode request : c.source().path("expect").path("upstream_requests")) {
            if (request.path("headers").path("authorization").asText("").startsWith("AWS4-")) {
                return true;
            }
        }
        return false;
    }

    /** The case with a mutation that changes something in it, another one for each salt. */
    private static Case applicable(Case c, int salt) {
        Mutation[] mutations = Mutation.values();
        for (int i = 0; ; i++) {
            int chosen = 1 + Math.floorMod((c.id() + salt + "/" + i).hashCode(), mutations.length - 1);
            Case mutated = derived(c, mutations[chosen]);
            if (!behaviour(mutated).equals(mutated.source().get("expect"))) {
                return mutated;
            }
        }
    }

    private static Case derived(Case c, Mutation mutation) {
        ObjectNode source = c.source().deepCopy();
        String id = c.id() + "~" + mutation;
        source.put("id", id).remove(List.of("before", "settle_ms"));
        source.withObjectProperty("request").withObjectProperty("headers").put(CASE_HEADER, id);
        return new Case(source, c.deployments(), c.upstream());
    }

    private static Map<String, ObjectNode> behaviours(List<Case> cases) {
        return cases.stream().collect(Collectors.toMap(Case::id, PerfectGateway::behaviour));
    }

    private static ObjectNode behaviour(Case c) {
        Mutation mutation = Mutation.valueOf(c.id().substring(c.id().lastIndexOf('~') + 1));
        ObjectNode expect = (ObjectNode) c.source().get("expect");
        return mutation.applied(expect, new Random(c.id().hashCode()));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            HttpReader in = new HttpReader(socket.getInputStream());
            in.line();
            Map<String, String> headers = in.headers();
            in.exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            JsonNode behaviour = behaviours.get(headers.get(CASE_HEADER));
            if (behaviour == null) {
                socket.getOutputStream().write(utf8("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
                return;
            }
            for (JsonNode request : behaviour.path("upstream_requests")) {
                for (int i = 0; i < request.path("times").asInt(1); i++) {
                    ask(request);
                }
            }
            answer(socket.getOutputStream(), behaviour.path("response"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(JsonNode request) throws IOException {
        URI target = URI.create(provider);
        try (Socket socket = new Socket(target.getHost(), target.getPort())) {
            String query = request.path("query").properties().stream()
                    .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue().asText(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            byte[] body = request.has("body")
                    ? utf8(Json.compact(request.get("body")))
                    : utf8(request.path("text").asText(""));
            StringBuilder head = new StringBuilder(request.path("method").asText() + " /s/"
                    + request.path("slot").asText());
            head.append(request.path("path").asText())
                    .append(query.isEmpty() ? "" : "?" + query)
                    .append(" HTTP/1.1\r\n");
            head.append("host: provider\r\nconnection: close\r\ncontent-length: ")
                    .append(body.length)
                    .append("\r\n");
            request.path("headers")
                    .properties()
                    .forEach(h -> head.append(h.getKey())
                            .append(": ")
                            .append(h.getValue().asText())
                            .append("\r\n"));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(utf8(head + "\r\n"));
            all.writeBytes(body);
            socket.getOutputStream().write(all.toByteArray());
            socket.getOutputStream().flush();
            HttpReader in = new HttpReader(socket.getInputStream());
            if (in.line() != null) {
                in.headers();
            }
        }
    }

    private static void answer(OutputStream out, JsonNode response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        response.path("headers")
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        StringBuilder body = new StringBuilder();
        if (response.has("events")) {
            for (JsonNode event : response.get("events")) {
                boolean named = event.isArray();
                JsonNode data = named ? event.path(1) : event;
                body.append(named ? "event: " + event.path(0).asText() + "\n" : "");
                body.append("data: ")
                        .append(data.isTextual() ? data.textValue() : Json.compact(data))
                        .append("\n\n");
            }
        } else if (response.has("json")) {
            body.append(Json.compact(response.get("json")));
        } else {
            body.append(response.path("text").asText(""));
        }
        byte[] bytes = utf8(body.toString());
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + response.path("status").asInt() + " X\r\n");
        headers.forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
        int announced = bytes.length + (response.path("cut").asBoolean() ? 10 : 0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(head + "content-length: " + announced + "\r\n\r\n"));
        all.writeBytes(bytes);
        out.write(all.toByteArray());
        out.flush();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
