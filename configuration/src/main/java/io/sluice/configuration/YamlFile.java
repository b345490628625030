package io.sluice.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads YAML into maps, numbers exact, repeated keys refused. */
final class YamlFile {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private YamlFile() {}

    static Map<String, Object> read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the configuration file " + file + ": " + e, e);
        }
    }

    static Map<String, Object> resource(String name) {
        try (InputStream in = YamlFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return YAML.readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> parse(String text, String name) {
        try {
            Map<String, Object> values = YAML.readValue(text, new TypeReference<>() {});
            return values == null ? Map.of() : values;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? name : name + ", line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new ConfigurationException(where + ": " + sentence(e.getOriginalMessage()), e);
        }
    }

    /** Without the indented lines, which show a piece of the file: it may hold a secret. */
    private static String sentence(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }

    /**
     * LiteLLM's {@code include}: paths are relative to the main file; lists are appended, anything else of the included file wins;
     * included files do not include.
     */
    static Map<String, Object> withIncludes(Path file) {
        Map<String, Object> merged = new LinkedHashMap<>(read(file));
        Object include = merged.remove("include");
        if (include == null) {
            return merged;
        }
        if (!(include instanceof List<?> names)) {
            throw new ConfigurationException(file + ": include must be a list of files");
        }
        for (Object name : names) {
            Path included = file.toAbsolutePath().resolveSibling(String.valueOf(name));
            if (!Files.isRegularFile(included)) {
                throw new ConfigurationException(file + ": the included file " + included + " does not exist");
            }
            read(included).forEach((key, value) -> merged.merge(key, value, YamlFile::merge));
        }
        return merged;
    }

    private static Object merge(Object main, Object included) {
        if (main instanceof List<?> ours && included instanceof List<?> theirs) {
            List<Object> all = new ArrayList<>(ours);
            all.addAll(theirs);
            return all;
        }
        return included;
    }
}
