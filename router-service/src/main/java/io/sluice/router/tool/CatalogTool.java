package io.sluice.router.tool;

import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ProviderList;
import io.sluice.router.pricelist.PriceImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code providers [--json | --features | --markdown]} and {@code prices import FILE FOLDER}; {@code --features} is the frame of {@code
 * docs/conformance.md}, {@code --markdown} the table of {@code docs/providers.md}.
 */
public final class CatalogTool {

    private static final String USAGE = """
            ./sluice providers [--json|--features] the providers, with their endpoints and key variables
            ./sluice prices import FILE [FOLDER]   writes a price list in LiteLLM's format into FOLDER
                                                   (default: the catalog's, router-service/src/main/resources/models)
            """;

    private final PrintStream out;
    private final PrintStream err;

    CatalogTool(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int status = new CatalogTool(out, System.err).run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status */
    int run(List<String> arguments) {
        return switch (arguments) {
            case List<String> words
            when words.equals(List.of("providers")) -> print(ProviderList.table(Catalog.load()));
            case List<String> words
            when words.equals(List.of("providers", "--json")) -> print(ProviderList.json(Catalog.load()) + '\n');
            case List<String> words
            when words.equals(List.of("providers", "--features")) -> print(FeatureList.json(Catalog.load()) + '\n');
            case List<String> words
            when words.equals(List.of("providers", "--markdown")) -> print(ProviderList.markdown(Catalog.load()));
            case List<String> words
            when words.size() == 4 && words.subList(0, 2).equals(List.of("prices", "import")) ->
                importPrices(Path.of(words.get(2)), Path.of(words.get(3)));
            default -> {
                err.print(USAGE);
                yield 2;
            }
        };
    }

    private int print(String text) {
        out.print(text);
        return 0;
    }

    private int importPrices(Path list, Path folder) {
        try {
            PriceImport.Result result = PriceImport.run(list, folder, Catalog.load());
            out.printf(
                    "%d models of %d providers written to %s%n",
                    sum(result.models()), result.models().size(), folder);
            if (!result.skipped().isEmpty()) {
                out.printf(
                        "%d models left out, their providers are not in the catalog: %s%n",
                        sum(result.skipped()), result.skipped());
            }
            return 0;
        } catch (NoSuchFileException e) {
            err.println("no such file: " + e.getMessage());
        } catch (IOException e) {
            err.println(list + " is not a price list: " + e.getMessage());
        }
        return 1;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
