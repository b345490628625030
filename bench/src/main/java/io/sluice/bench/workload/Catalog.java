package io.sluice.bench.workload;

import io.sluice.bench.load.Client;
import io.sluice.bench.load.Pace;
import io.sluice.bench.upstream.Model;
import java.util.List;

/** All workloads that are loads; the start is measured by itself. */
public final class Catalog {

    private static final double OPEN_RATE = 500;

    private Catalog() {}

    /** @param quick shorter windows: for a look, not for a table */
    public static List<Workload> all(boolean quick) {
        int window = quick ? 1_500 : 4_000;
        return List.of(
                new Workload(
                        "chat",
                        "1 KB chat, 16 callers without a pause",
                        Client.OPENAI,
                        Model.CHAT,
                        1_024,
                        new Pace.Closed(16, 0),
                        700,
                        window,
                        false),
                new Workload(
                        "latency",
                        "1 KB chat, " + (int) OPEN_RATE + " requests a second, half of them to the upstream itself",
                        Client.OPENAI,
                        Model.CHAT,
                        1_024,
                        new Pace.Open(2 * OPEN_RATE),
                        1_000,
                        2 * window,
                        true),
                new Workload(
                        "prompt",
                        "32 KB prompt, 16 callers without a pause",
                        Client.OPENAI,
                        Model.CHAT,
                        32 * 1_024,
                        new Pace.Closed(16, 0),
                        700,
                        window,
                        false),
                new Workload(
                        "flood",
                        "streams of 200 chunks as fast as they are taken, 8 callers without a pause",
                        Client.OPENAI,
                        Model.FLOOD,
                        1_024,
                        new Pace.Closed(8, 0),
                        700,
                        window,
                        false),
                new Workload(
                        "paced",
                        "100 streams at a time, a chunk every 20 ms",
                        Client.OPENAI,
                        Model.PACED,
                        1_024,
                        new Pace.Closed(100, 4_000),
                        5_000,
                        window,
                        false));
    }

    /** The same as chat, for a Sluice that has many deployments to choose from. */
    public static Workload deployments(boolean quick) {
        return new Workload(
                "deployments",
                "1 KB chat, 16 callers without a pause: one deployment of the model, and 1,000 of it",
                Client.OPENAI,
                Model.CHAT,
                1_024,
                new Pace.Closed(16, 0),
                700,
                quick ? 1_500 : 4_000,
                false);
    }

    /** The same question in each way to ask it; the first is the one whose bytes pass. */
    public static List<Workload> translations(boolean quick) {
        return List.of(
                translation("OpenAI to OpenAI", Client.OPENAI, Model.CHAT, quick),
                translation("OpenAI to Anthropic", Client.OPENAI, Model.CLAUDE, quick),
                translation("Anthropic to OpenAI's chat", Client.ANTHROPIC, Model.OPEN, quick),
                translation("Anthropic to Anthropic", Client.ANTHROPIC, Model.CLAUDE, quick));
    }

    /** The same, streamed. */
    public static List<Workload> streamedTranslations(boolean quick) {
        return List.of(
                translation("OpenAI to OpenAI", Client.OPENAI, Model.FLOOD, quick),
                translation("OpenAI to Anthropic", Client.OPENAI, Model.CLAUDE_FLOOD, quick),
                translation("Anthropic to OpenAI's chat", Client.ANTHROPIC, Model.OPEN_FLOOD, quick),
                translation("Anthropic to Anthropic", Client.ANTHROPIC, Model.CLAUDE_FLOOD, quick));
    }

    private static Workload translation(String title, Client client, Model model, boolean quick) {
        return new Workload(
                "translation",
                title,
                client,
                model,
                1_024,
                new Pace.Closed(model.streams() ? 8 : 16, 0),
                700,
                quick ? 1_500 : 4_000,
                false);
    }

    /** Memory with many streams that are mostly silent. */
    public static Workload slowStreams(boolean quick) {
        return new Workload(
                "slow",
                "500 streams at a time, a chunk every second",
                Client.OPENAI,
                Model.SLOW,
                1_024,
                new Pace.Closed(500, 2_000),
                3_000,
                quick ? 5_000 : 12_000,
                false);
    }
}
