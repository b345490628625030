package io.sluice.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.cases.CaseLibrary;
import io.sluice.conformance.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * For comparing with another replayer: writes the derived cases into a folder and serves the perfect gateway for them until it is ended. Arguments: folder
 * of cases, folder to write, salt, port, port of the provider.
 */
final class OracleMain {
    private OracleMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Case> cases =
                PerfectGateway.derived(CaseLibrary.load(Path.of(args[0])).cases(), Integer.parseInt(args[2]));
        Path target = Path.of(args[1]);
        Files.createDirectories(target.resolve("cases"));
        List<String> lines = new ArrayList<>();
        for (Case c : cases) {
            ObjectNode source = c.source().deepCopy();
            lines.add(Json.compact(source.put("profile", "main")));
        }
        Files.write(target.resolve("cases/derived.jsonl"), lines);
        for (String file : List.of("answers.json", "deployments.json", "profiles.json")) {
            Files.write(target.resolve(file), Files.readAllBytes(Path.of(args[0], file)));
        }
        PerfectGateway gateway = PerfectGateway.start(Integer.parseInt(args[3]), "http://127.0.0.1:" + args[4], cases);
        ArrayNode ready = Json.array().add(gateway.address().toString()).add(cases.size());
        System.out.println(Json.compact(ready));
        Thread.currentThread().join();
    }
}
