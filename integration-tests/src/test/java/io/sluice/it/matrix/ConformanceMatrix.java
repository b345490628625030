package io.sluice.it.matrix;

import io.sluice.conformance.cases.Case;
import io.sluice.conformance.replay.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes {@code docs/conformance.md}: provider x endpoint x feature. No cell is written by hand. */
public final class ConformanceMatrix {

    /** How the page is written anew. */
    public static final String COMMAND =
            "./sluice test -pl integration-tests -am -Dtest=ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dsluice.conformance.write=true";

    private static final String HEAD = """
            # Conformance

            <!-- Written by ConformanceTest, which fails when this page is out of date. Anew:
            COMMAND -->

            What came of the recorded conversations of LiteLLM 1.109.1 that `./sluice test` replays against Sluice, by client endpoint, provider and feature. Providers that
            share a wire share its code: they stand in one row, with chat apart by what the catalog says that they offer.

            * `pass 12`: 12 conversations went as recorded: what the provider was asked, and what the client got. `1 meant`: one differs, with its reason in
              [known-differences.txt](conformance/known-differences.txt).
            * `by wire`: none was recorded with these providers; with others of the same wire they pass.
            * `not offered`: the catalog says that no model of these providers has it.
            * `by chat`: none was recorded at this endpoint. Sluice asks the provider as in a chat, which passes, and ClientProtocolsTest reads the answers of each wire in
              each client's protocol, whole and streamed.
            * `not recorded`: a gap of this page. Only the unit tests of the wire show it.

            """.replace("COMMAND", COMMAND);

    private static final String CHAT = "chat";
    private static final int MANY = 12;

    private static final List<String> CONVERSATIONS =
            List.of(CHAT, "completions", "responses", "messages", "generate_content");

    private final List<Offer> offers;
    private final Collection<Result> results;

    private ConformanceMatrix(List<Offer> offers, Collection<Result> results) {
        this.offers = offers;
        this.results = results;
    }

    /** @param results of all recorded conversations */
    public static String of(Collection<Result> results) throws IOException, InterruptedException {
        return new ConformanceMatrix(Offer.all(), results).text();
    }

    private String text() {
        StringBuilder page = new StringBuilder(HEAD);
        sums(page);
        for (String endpoint : CONVERSATIONS) {
            conversations(page, endpoint);
        }
        others(page);
        unserved(page);
        return page.toString();
    }

    private void sums(StringBuilder page) {
        page.append("## Sums\n\n| area | as recorded | meant differences | LiteLLM is wrong |\n|---|--:|--:|--:|\n");
        Map<String, List<Result>> areas = results.stream()
                .collect(Collectors.groupingBy(result -> result.recorded().area(), TreeMap::new, Collectors.toList()));
        areas.forEach((area, members) -> sum(page, area, members));
        sum(page, "**all**", results);
        Tally all = Tally.of(results, result -> true);
        Tally doubted = Tally.of(results, result -> !result.recorded().suspect().isEmpty());
        page.append(String.format(
                Locale.ROOT, """

                %.1f %% of the conversations that are judged went as recorded. Of the %d that differ, the recording itself says of %d that LiteLLM looks
                wrong there (`suspects.tsv` beside it).
                """, 100.0 * all.agreed() / (all.agreed() + all.meant()), all.meant(), doubted.meant()));
    }

    private static void sum(StringBuilder page, String name, Collection<Result> members) {
        Tally tally = Tally.of(members, result -> true);
        page.append("| %s | %d | %d | %d |%n".formatted(name, tally.agreed(), tally.meant(), tally.free()));
    }

    private void conversations(StringBuilder page, String endpoint) {
        List<Feature> features = Feature.of(endpoint);
        page.append("\n## `").append(endpoint).append("`\n\n| wire | providers | conversations |");
        features.forEach(feature -> page.append(' ').append(feature.title()).append(" |"));
        page.append("\n|---|---|---|").append("---|".repeat(features.size())).append('\n');
        boolean chat = endpoint.equals(CHAT);
        rows(endpoint, offer -> chat ? offer.features() : Set.of()).forEach(row -> {
            List<Result> ofRow = ran(endpoint, row);
            String names = chat ? row.names() : shortened(row, ofRow);
            page.append("| `%s` | %s | %s |".formatted(row.wire, names, conversations(row, ofRow, endpoint)));
            features.forEach(feature ->
                    page.append(' ').append(cell(row, ofRow, endpoint, feature)).append(" |"));
            page.append('\n');
        });
    }

    private String conversations(Row row, List<Result> ofRow, String endpoint) {
        Tally tally = Tally.of(ofRow, result -> true);
        return !tally.isEmpty() ? tally.text() : elsewhere(row, endpoint, result -> true);
    }

    /** Where else the wire was seen to do it. */
    private String elsewhere(Row row, String endpoint, Predicate<Result> counted) {
        if (ofWire(row, endpoint).stream().anyMatch(counted)) {
            return "by wire";
        }
        return ofWire(row, CHAT).stream().anyMatch(counted) ? "by chat" : "not recorded";
    }

    /** All names are in the table of chats; here those with conversations of their own. */
    private static String shortened(Row row, List<Result> ofRow) {
        if (row.offers.size() <= MANY) {
            return row.names();
        }
        Set<String> recorded = new TreeSet<>();
        ofRow.forEach(result -> recorded.add(result.recorded().provider()));
        int others = row.offers.size() - recorded.size();
        return recorded.isEmpty() ? others + " providers" : String.join(", ", recorded) + ", " + others + " others";
    }

    private String cell(Row row, List<Result> ofRow, String endpoint, Feature feature) {
        Tally tally = Tally.of(ofRow, result -> feature.isShownBy(result.recorded()));
        if (!tally.isEmpty()) {
            return tally.text();
        }
        if (row.offers.stream().noneMatch(feature::isOfferedBy)) {
            return "not offered";
        }
        return elsewhere(row, endpoint, result -> feature.isShownBy(result.recorded()));
    }

    /** Endpoints without a conversation. */
    private void others(StringBuilder page) {
        Set<String> endpoints = new TreeSet<>();
        offers.forEach(offer -> endpoints.addAll(offer.wires().keySet()));
        CONVERSATIONS.forEach(endpoints::remove);
        if (endpoints.isEmpty()) {
            return;
        }
        page.append(
                "\n## Other endpoints\n\n| endpoint | wire | providers | conversations | usage |\n|---|---|---|---|---|\n");
        for (String endpoint : endpoints) {
            rows(endpoint, offer -> Set.of()).forEach(row -> {
                List<Result> ofRow = ran(endpoint, row);
                page.append("| %s | `%s` | %s | %s | %s |%n"
                        .formatted(
                                endpoint,
                                row.wire,
                                row.names(),
                                conversations(row, ofRow, endpoint),
                                cell(row, ofRow, endpoint, Feature.USAGE)));
            });
        }
    }

    private void unserved(StringBuilder page) {
        Map<String, Set<String>> gaps = new TreeMap<>();
        offers.forEach(offer -> offer.unserved()
                .forEach(endpoint -> gaps.computeIfAbsent(endpoint, ignored -> new TreeSet<>())
                        .add(offer.name())));
        page.append("\n## Endpoints of providers that Sluice does not reach\n\n| endpoint | providers |\n|---|---|\n");
        gaps.forEach((endpoint, names) -> page.append("| %s | %s |%n".formatted(endpoint, String.join(", ", names))));
    }

    /** Providers that cannot be told apart in a table. */
    private record Row(String wire, Set<String> features, List<Offer> offers) {

        String names() {
            return offers.stream().map(Offer::name).collect(Collectors.joining(", "));
        }
    }

    private List<Row> rows(String endpoint, Function<Offer, Set<String>> apart) {
        Map<List<Object>, Row> rows = new LinkedHashMap<>();
        for (Offer offer : offers) {
            String wire = offer.wires().get(endpoint);
            if (wire != null) {
                Set<String> features = apart.apply(offer);
                rows.computeIfAbsent(List.of(wire, features), key -> new Row(wire, features, new ArrayList<>()))
                        .offers
                        .add(offer);
            }
        }
        return rows.values().stream()
                .sorted(Comparator.comparing(Row::wire).thenComparing(Row::names))
                .toList();
    }

    private List<Result> ran(String endpoint, Row row) {
        Set<String> names = row.offers.stream().map(Offer::name).collect(Collectors.toSet());
        return results.stream()
                .filter(result -> names.contains(result.recorded().provider())
                        && endpoint(result.recorded()).equals(endpoint))
                .toList();
    }

    private List<Result> ofWire(Row row, String endpoint) {
        List<Offer> sharing = offers.stream()
                .filter(offer -> row.wire.equals(offer.wires().get(endpoint)))
                .toList();
        return ran(endpoint, new Row(row.wire, Set.of(), sharing)).stream()
                .filter(result -> !Tally.of(List.of(result), one -> true).isEmpty())
                .toList();
    }

    /** The endpoint that a client asks, as the catalog names it. */
    private static String endpoint(Case recorded) {
        String path = recorded.request().path("path").asText();
        if (recorded.area().equals("passthrough")) {
            return "pass_through";
        } else if (path.contains("/count_tokens") || path.contains(":countTokens")) {
            return "count_tokens";
        } else if (path.toLowerCase(Locale.ROOT).contains("generatecontent")) {
            return "generate_content";
        }
        for (Map.Entry<String, String> known : PATHS.entrySet()) {
            if (path.contains(known.getKey())) {
                return known.getValue();
            }
        }
        return "";
    }

    private static final Map<String, String> PATHS = paths();

    /** The longer ones first. */
    private static Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("/chat/completions", "chat");
        paths.put("/completions", "completions");
        paths.put("/images/generations", "images");
        paths.put("/images/edits", "image_edits");
        paths.put("/images/variations", "image_variations");
        paths.put("/audio/speech", "speech");
        paths.put("/audio/transcriptions", "transcriptions");
        paths.put("/audio/translations", "translations");
        for (String endpoint :
                List.of("messages", "responses", "embeddings", "rerank", "moderations", "files", "batches", "ocr")) {
            paths.put('/' + endpoint, endpoint);
        }
        return paths;
    }
}
