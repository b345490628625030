package io.sluice.it.harness;

import io.sluice.simulator.journal.Entry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks for the calls of one test: they stand in the prompt, in the providers' journal, and as the end user in the ledger. */
public final class Nonces {

    private static final Pattern IN_PROMPT = Pattern.compile("nonce:([A-Za-z0-9-]+)");

    private final String prefix = "it" + UUID.randomUUID().toString().substring(0, 8) + '-';
    private final AtomicInteger count = new AtomicInteger();

    /** A prompt with a nonce of its own. */
    public String prompt(String text) {
        return "nonce:" + prefix + count.incrementAndGet() + ' ' + text;
    }

    /** What the providers saw of this test's calls. */
    public List<Entry> seen() {
        return Installation.PROVIDERS.journal().entries().stream()
                .filter(entry -> entry.nonce() != null && entry.nonce().startsWith(prefix))
                .toList();
    }

    static Optional<String> in(String prompt) {
        Matcher matcher = IN_PROMPT.matcher(prompt);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
