package io.sluice.router.pricelist;

import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the operator's price list into the catalog: read, checked, and swapped as a whole. A list that fails leaves the last good one in place, which is
 * remembered on disk, so that a restart while its address is away does not change prices. One thread at a time; blocks.
 */
public final class PriceLists {

    /**
     * What became of a look at the list.
     *
     * @param changed other prices hold than before
     * @param problem why the list is not used as it stands; empty when it is
     * @param news the problem when it is another than at the last look: for the log
     * @param models number of models of the list that is in use
     */
    public record Outcome(boolean changed, Optional<String> problem, Optional<String> news, int models) {}

    private final Catalog catalog;
    private final PriceListSource source;
    private byte @Nullable [] used;
    private String usedFrom = "";
    private int models;
    private String lastProblem = "";

    /** @param limit time that an address has to answer */
    public PriceLists(Catalog catalog, Duration limit) {
        this.catalog = catalog;
        this.source = new PriceListSource(limit);
    }

    /** Looks at the list and uses it when it is new and good. */
    public synchronized Outcome look(PriceListSettings settings) {
        byte[] bytes;
        try {
            bytes = source.read(settings);
        } catch (IOException e) {
            return lastGood(settings, said(e));
        }
        if (usedFrom.equals(settings.location()) && Arrays.equals(bytes, used)) {
            return outcome(false, "");
        }
        try {
            use(bytes, settings.location());
        } catch (IOException e) {
            return lastGood(settings, said(e));
        }
        settings.memory().ifPresent(memory -> remember(memory, bytes));
        return outcome(true, "");
    }

    private Outcome outcome(boolean changed, String problem) {
        Optional<String> now = Optional.of(problem).filter(text -> !text.isEmpty());
        Optional<String> news = now.filter(text -> !text.equals(lastProblem));
        lastProblem = problem;
        return new Outcome(changed, now, news, models);
    }

    /** No list is named any more: the built-in prices hold. */
    public synchronized boolean none() {
        boolean changed = used != null;
        used = null;
        usedFrom = "";
        models = 0;
        if (changed) {
            catalog.use(Map.of());
        }
        return changed;
    }

    private Outcome lastGood(PriceListSettings settings, String problem) {
        Path memory = settings.memory().orElse(null);
        if (used != null || memory == null || !Files.isRegularFile(memory)) {
            return outcome(false, problem);
        }
        try {
            use(Files.readAllBytes(memory), "");
            return outcome(true, problem);
        } catch (IOException e) {
            return outcome(false, problem + "; and the remembered one: " + said(e));
        }
    }

    private void use(byte[] bytes, String from) throws IOException {
        Map<String, Map<String, ModelCard>> list = LitellmList.read(new ByteArrayInputStream(bytes));
        int priced = 0;
        int all = 0;
        for (Map<String, ModelCard> cards : list.values()) {
            for (ModelCard card : cards.values()) {
                all++;
                priced += card.prices() == null ? 0 : 1;
            }
        }
        if (priced == 0) {
            throw new IOException("it names no price");
        }
        if (usedFrom.equals(from) && all * 2 < models) {
            throw new IOException("it has " + all + " models, the last one had " + models);
        }
        catalog.use(list);
        used = bytes;
        usedFrom = from;
        models = all;
    }

    private static void remember(Path memory, byte[] bytes) {
        try {
            Path folder = memory.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path part = memory.resolveSibling(memory.getFileName() + ".part");
            Files.write(part, bytes);
            Files.move(part, memory, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            // remembering is a help for the next start, not a condition of this one
            System.getLogger(PriceLists.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The price list is in use but cannot be remembered: {0}",
                            full.toString());
        }
    }

    private static String said(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }
}
