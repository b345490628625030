package io.sluice.router.asked;

import static io.sluice.router.strategy.Abilities.FILES;
import static io.sluice.router.strategy.Abilities.HEARING;
import static io.sluice.router.strategy.Abilities.SCHEMA;
import static io.sluice.router.strategy.Abilities.SPEECH;
import static io.sluice.router.strategy.Abilities.TOOLS;
import static io.sluice.router.strategy.Abilities.VIDEO;
import static io.sluice.router.strategy.Abilities.VISION;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Span;
import io.sluice.router.strategy.Abilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one request asks of its model, in the protocol of its client. One use, one thread. */
public final class Needs {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Abilities that the content asks for: it is only read when one of them matters. */
    private static final Set<String> OF_CONTENT = Set.of(VISION, HEARING, VIDEO, FILES);

    /** Objects of a conversation that say what tools were given and gave: whatever is in them, it is no part of the content. */
    private static final Set<String> OF_TOOLS = Set.of("input", "args", "arguments", "response");

    private final RouteRequest request;
    private final Set<String> telling;
    private final Set<String> asked = new HashSet<>();
    private final List<String> parameters = new ArrayList<>(0);

    private Needs(RouteRequest request, Set<String> telling) {
        this.request = request;
        this.telling = telling;
    }

    /**
     * The weightier first.
     *
     * @param telling what some of those who may be asked lack: anything else makes no difference, and is not looked for
     */
    public static List<String> of(RouteRequest request, Set<String> telling) {
        if (telling.isEmpty()) {
            return List.of();
        }
        Needs needs = new Needs(request, telling);
        request.scan().topLevel().forEach(needs::look);
        return needs.all();
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(Abilities.ALL);
        all.retainAll(asked);
        all.addAll(parameters);
        all.retainAll(telling);
        return all;
    }

    private void look(BodyScan.Member member) {
        String name = member.name();
        switch (name) {
            case "messages", "input", "contents" -> content(member.value());
            case "tools", "functions" -> ask(TOOLS, !value(member).isEmpty());
            case "response_format", "output_format" -> ask(SCHEMA, isSchema(value(member)));
            case "text", "output_config" -> ask(SCHEMA, isSchema(value(member).path("format")));
            case "generationConfig" -> {
                JsonNode config = value(member);
                ask(SCHEMA, config.has("responseSchema") || config.has("responseJsonSchema"));
            }
            case "modalities" ->
                value(member).forEach(each -> ask(SPEECH, each.asText().equals("audio")));
            default -> {}
        }
        if (request.protocol() == Protocol.OPENAI_CHAT) {
            parameter(member);
        }
    }

    private void ask(String ability, boolean does) {
        if (does) {
            asked.add(ability);
        }
    }

    private static boolean isSchema(JsonNode format) {
        return format.path("type").asText().equals("json_schema");
    }

    private void parameter(BodyScan.Member member) {
        if (telling.contains(member.name())) {
            JsonNode value = value(member);
            boolean usual = member.name().equals("n") && value.asInt() == 1; // as every provider does
            if (!value.isNull() && !usual && !isLeftOut(member.name())) {
                parameters.add(member.name());
            }
        }
    }

    /** Whether the request itself says that a parameter may be missing, or is taken. */
    private boolean isLeftOut(String parameter) {
        for (BodyScan.Member member : request.scan().topLevel()) {
            switch (member.name()) {
                case "drop_params" -> {
                    if (value(member).asBoolean()) {
                        return true;
                    }
                }
                case "allowed_openai_params", "additional_drop_params" -> {
                    for (JsonNode named : value(member)) {
                        if (named.asText().equals(parameter)) {
                            return true;
                        }
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private void content(Span span) {
        Set<String> wanted = new HashSet<>(telling);
        wanted.retainAll(OF_CONTENT);
        if (wanted.isEmpty()) {
            return;
        }
        try (JsonParser parser = JSON.createParser(new ByteBufferBackedInputStream(
                request.body().slice(request.body().position() + span.start(), span.end() - span.start())))) {
            for (JsonToken token = parser.nextToken();
                    token != null && !asked.containsAll(wanted);
                    token = parser.nextToken()) {
                String name = parser.currentName();
                if (name != null && token.isStructStart() && OF_TOOLS.contains(name)) {
                    parser.skipChildren();
                } else if (name != null && token == JsonToken.VALUE_STRING) {
                    part(name, parser);
                }
            }
        } catch (IOException e) {
            // bytes that are no UTF-8, for example: nothing more is known of it, and the provider says what is wrong
        }
    }

    /** Parts of all protocols: OpenAI's and Anthropic's have a type, Google's a media type. */
    private void part(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "type" -> {
                switch (parser.getText()) {
                    case "image_url", "input_image", "image" -> asked.add(VISION);
                    case "input_audio" -> asked.add(HEARING);
                    case "video_url" -> asked.add(VIDEO);
                    case "file", "input_file", "document" -> asked.add(FILES);
                    default -> {}
                }
            }
            case "mimeType", "mime_type" -> {
                String type = parser.getText();
                ask(VISION, type.startsWith("image/"));
                ask(HEARING, type.startsWith("audio/"));
                ask(VIDEO, type.startsWith("video/"));
                ask(FILES, type.equals("application/pdf"));
            }
            default -> {}
        }
    }

    private JsonNode value(BodyScan.Member member) {
        try {
            return JSON.readTree(member.value().of(request.body()));
        } catch (IOException e) {
            return MissingNode.getInstance(); // as with the content
        }
    }
}
