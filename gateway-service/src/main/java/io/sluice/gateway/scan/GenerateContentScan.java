package io.sluice.gateway.scan;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.gateway.errors.Refusals;

/**
 * What {@code generateContent} says elsewhere than OpenAI's protocols: whether to stream in the path, the cap of the output and the number of
 * answers in {@code generationConfig} (ai.google.dev/api/generate-content).
 */
public final class GenerateContentScan {

    private long maxTokens = -1;
    private int choices = 1;

    private GenerateContentScan() {}

    /** @param offset from which the spans of {@code scan} count */
    public static BodyScan of(BodyScan scan, byte[] bytes, int offset, boolean stream) {
        GenerateContentScan google = new GenerateContentScan();
        for (BodyScan.Member member : scan.topLevel()) {
            boolean config =
                    member.name().equals("generationConfig") || member.name().equals("generation_config");
            int start = offset + member.value().start();
            if (config && bytes[start] == '{') {
                google.config(bytes, start, offset + member.value().end());
            }
        }
        return new BodyScan(
                scan.model(),
                scan.modelValue(),
                stream,
                scan.streamValue(),
                false,
                scan.streamOptionsValue(),
                google.maxTokens,
                scan.maxTokensValue(),
                google.choices,
                scan.user(),
                scan.tags(),
                scan.textBytes(),
                scan.topLevel(),
                scan.bodyStart(),
                scan.empty());
    }

    private void config(byte[] bytes, int start, int end) {
        try {
            JsonBytes.members(bytes, start, end, (nameStart, nameEnd, valueStart, valueEnd) -> {
                switch (JsonBytes.text(bytes, nameStart, nameEnd)) {
                    case "maxOutputTokens", "max_output_tokens" -> {
                        long cap =
                                number(bytes, valueStart, valueEnd, "maxOutputTokens", BodyScanner.MAX_OUTPUT_TOKENS);
                        maxTokens = Math.max(maxTokens, cap);
                    }
                    case "candidateCount", "candidate_count" -> {
                        long asked = number(bytes, valueStart, valueEnd, "candidateCount", BodyScanner.MAX_CHOICES);
                        choices = Math.max(choices, (int) asked);
                    }
                    default -> {}
                }
                return true;
            });
        } catch (MalformedJsonException e) {
            throw new ScanException(Refusals.invalidJson(String.valueOf(e.getMessage())));
        }
    }

    /** A number, or its text, which protobuf takes too; -1 for null. */
    private static long number(byte[] bytes, int start, int end, String name, long max) {
        if (bytes[start] == 'n') {
            return -1;
        }
        String said = bytes[start] == '"'
                ? JsonBytes.text(bytes, start, end)
                : new String(bytes, start, end - start, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (!said.matches("[0-9]{1,12}") || Long.parseLong(said) < 1 || Long.parseLong(said) > max) {
            throw new ScanException(Refusals.wrongType("generationConfig." + name, "a whole number from 1 to " + max));
        }
        return Long.parseLong(said);
    }
}
