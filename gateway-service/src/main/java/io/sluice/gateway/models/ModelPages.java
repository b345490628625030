package io.sluice.gateway.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The answers of {@code GET /v1/models} and {@code /v1/models/{id}}: what the caller may use. Shape: {@code FACTS.md}, "Lists". */
public final class ModelPages {

    /** LiteLLM says this for every model. */
    private static final long CREATED = 1_677_610_602L;

    private static final JsonFactory JSON = new JsonFactory();

    private final Models models;

    public ModelPages(Models models) {
        this.models = models;
    }

    /** @param wildcards list wildcards too, beside the models that are behind them ({@code return_wildcard_routes}) */
    public byte[] list(Caller caller, boolean wildcards) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            ModelTable table = models.index().table();
            for (ModelOffer offer : table.offers()) {
                boolean shown = !offer.hidden()
                        && (wildcards
                                || offer.name().indexOf('*') < 0
                                || table.behindWildcards().isEmpty());
                if (shown && ModelAccess.allows(caller, offer.name(), offer.accessGroups())) {
                    writeEntry(json, offer.name(), offer);
                }
            }
            for (ModelOffer offer : table.behindWildcards()) {
                if (ModelAccess.allows(caller, offer.name(), offer.accessGroups())) {
                    writeEntry(json, offer.name(), offer);
                }
            }
            json.writeEndArray();
            json.writeStringField("object", "list");
            json.writeEndObject();
        });
    }

    /** The same for Google's clients: {@code GET /v1beta/models} (ai.google.dev/api/models). */
    public byte[] googleList(Caller caller) {
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("models");
            ModelTable table = models.index().table();
            for (ModelOffer offer : table.offers()) {
                if (!offer.hidden()
                        && offer.name().indexOf('*') < 0
                        && ModelAccess.allows(caller, offer.name(), offer.accessGroups())) {
                    writeGoogles(json, offer.name(), offer);
                }
            }
            for (ModelOffer offer : table.behindWildcards()) {
                if (ModelAccess.allows(caller, offer.name(), offer.accessGroups())) {
                    writeGoogles(json, offer.name(), offer);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Null when there is no such model, or the caller may not use it. */
    public byte @Nullable [] googleOne(Caller caller, String name) {
        ModelOffer offer = models.index().find(name);
        return offer == null || offer.hidden() || !ModelAccess.allows(caller, name, offer.accessGroups())
                ? null
                : write(json -> writeGoogles(json, name, offer));
    }

    private static void writeGoogles(JsonGenerator json, String name, ModelOffer offer) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", "models/" + name);
        json.writeStringField("displayName", name);
        writeLimit(json, "inputTokenLimit", offer.maxInputTokens());
        writeLimit(json, "outputTokenLimit", offer.maxOutputTokens());
        json.writeArrayFieldStart("supportedGenerationMethods");
        for (String method : new String[] {"generateContent", "streamGenerateContent", "countTokens"}) {
            json.writeString(method);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Null when there is no such model, or the caller may not use it. */
    public byte @Nullable [] one(Caller caller, String name) {
        ModelOffer offer = models.index().find(name);
        if (offer == null || offer.hidden() || !ModelAccess.allows(caller, name, offer.accessGroups())) {
            return null;
        }
        return write(json -> writeEntry(json, name, offer));
    }

    private static void writeEntry(JsonGenerator json, String name, ModelOffer offer) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name);
        json.writeStringField("object", "model");
        json.writeNumberField("created", CREATED);
        json.writeStringField("owned_by", offer.ownedBy());
        if (offer.mode() != null) {
            json.writeStringField("mode", offer.mode());
        }
        writeLimit(json, "max_input_tokens", offer.maxInputTokens());
        writeLimit(json, "max_output_tokens", offer.maxOutputTokens());
        json.writeEndObject();
    }

    private static void writeLimit(JsonGenerator json, String name, long tokens) throws IOException {
        if (tokens > 0) {
            json.writeNumberField(name, tokens);
        }
    }

    private interface Page {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Page page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            page.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
