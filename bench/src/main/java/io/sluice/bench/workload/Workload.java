package io.sluice.bench.workload;

import io.sluice.bench.load.Client;
import io.sluice.bench.load.Expectation;
import io.sluice.bench.load.Pace;
import io.sluice.bench.load.Target;
import io.sluice.bench.subject.Prices;
import io.sluice.bench.subject.Subject;
import io.sluice.bench.upstream.AnswerBytes;
import io.sluice.bench.upstream.Model;
import java.nio.charset.StandardCharsets;

/**
 * What is asked, and how.
 *
 * @param client who asks: the subject translates when the model's provider speaks otherwise
 * @param bodyBytes about the size of a request
 * @param warmUpMillis before each window, with the same load
 * @param besideDirect every second request goes to the upstream itself, so that the latency added is of the same moments
 */
public record Workload(
        String id,
        String title,
        Client client,
        Model model,
        int bodyBytes,
        Pace pace,
        int warmUpMillis,
        int windowMillis,
        boolean besideDirect) {

    private static final byte[] TOKEN = AnswerBytes.TOKEN.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BRACE = "}".getBytes(StandardCharsets.US_ASCII);

    /** Whether the unit is an event of a stream and not a request. */
    public boolean streams() {
        return model.streams();
    }

    public String unit() {
        return streams() ? "chunk" : "request";
    }

    public Target target(Subject subject, String key) {
        Expectation expectation = streams()
                ? Expectation.holds(TOKEN, Model.PIECES, client.streamEnd().getBytes(StandardCharsets.US_ASCII))
                : Expectation.holds(TOKEN, 1, BRACE);
        return Target.of(client, subject.address(), key, body(), expectation);
    }

    private byte[] body() {
        String system = "You are a helpful assistant.";
        String start = switch (client) {
                    case OPENAI -> "{\"messages\":[{\"role\":\"system\",\"content\":\"" + system + "\"},";
                    case ANTHROPIC -> "{\"max_tokens\":1024,\"system\":\"" + system + "\",\"messages\":[";
                }
                + "{\"role\":\"user\",\"content\":\"";
        String end = "\"}],\"model\":\"" + model.id() + "\",\"temperature\":0.7" + (streams() ? ",\"stream\":true" : "")
                + '}';
        StringBuilder body = new StringBuilder(start);
        while (body.length() < bodyBytes - end.length()) {
            body.append("What did the quick brown fox say to the lazy dog? ");
        }
        return body.append(end).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Nano-dollars of one answer at a subject that bills. */
    public long cost() {
        return Prices.cost(200, streams() ? Model.PIECES : 20);
    }
}
