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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of {@code GET /v1/models}, {@code /v1beta/models} and {@code /v1/models/{id}}: what the caller may use. Shapes: {@code FACTS.md}, "Lists";
 * ai.google.dev/api/models; docs.claude.com/en/api/models-list.
 */
public final class ModelPages {

    /** LiteLLM says this for every model. */
    private static final long CREATED = 1_677_610_602L;

    private static final JsonFactory JSON = new JsonFactory();

    private final Models models;

    public ModelPages(Models models) {
        this.models = models;
    }

    /** @param wildcards list wildcards too, beside the models that are behind them ({@code return_wildcard_routes}) */
    public byte[] list(Caller caller, ModelForm form, boolean wildcards) {
        List<Shown> shown = shown(caller, wildcards);
        return write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart(form == ModelForm.GOOGLE ? "models" : "data");
            for (Shown each : shown) {
                writeEntry(json, form, each);
            }
            json.writeEndArray();
            if (form == ModelForm.OPENAI) {
                json.writeStringField("object", "list");
            } else if (form == ModelForm.ANTHROPIC) {
                writePage(json, shown);
            }
            json.writeEndObject();
        });
    }

    private List<Shown> shown(Caller caller, boolean wildcards) {
        ModelTable table = models.index().table();
        boolean also = wildcards || table.behindWildcards().isEmpty();
        List<Shown> shown = new ArrayList<>();
        for (ModelOffer offer : table.offers()) {
            if (!offer.hidden() && (also || offer.name().indexOf('*') < 0) && allowed(caller, offer.name(), offer)) {
                shown.add(new Shown(offer.name(), offer));
            }
        }
        for (ModelOffer offer : table.behindWildcards()) {
            if (allowed(caller, offer.name(), offer)) {
                shown.add(new Shown(offer.name(), offer));
            }
        }
        return shown;
    }

    private static boolean allowed(Caller caller, String name, ModelOffer offer) {
        return ModelAccess.allows(caller, name, offer.accessGroups());
    }

    /** All of them are on one page. */
    private static void writePage(JsonGenerator json, List<Shown> shown) throws IOException {
        json.writeBooleanField("has_more", false);
        if (shown.isEmpty()) {
            json.writeNullField("first_id");
            json.writeNullField("last_id");
        } else {
            json.writeStringField("first_id", shown.getFirst().name);
            json.writeStringField("last_id", shown.getLast().name);
        }
    }

    /** Null when there is no such model, or the caller may not use it. */
    public byte @Nullable [] one(Caller caller, ModelForm form, String name) {
        ModelOffer offer = models.index().find(name);
        return offer == null || offer.hidden() || !allowed(caller, name, offer)
                ? null
                : write(json -> writeEntry(json, form, new Shown(name, offer)));
    }

    private static void writeEntry(JsonGenerator json, ModelForm form, Shown shown) throws IOException {
        if (form == ModelForm.GOOGLE) {
            writeGoogles(json, shown.name, shown.offer);
        } else {
            writeEntry(json, shown.name, shown.offer, form == ModelForm.ANTHROPIC);
        }
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

    /** @param anthropics with the members that Anthropic's clients know (docs.claude.com/en/api/models-list) beside them */
    private static void writeEntry(JsonGenerator json, String name, ModelOffer offer, boolean anthropics)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", name);
        json.writeStringField("object", "model");
        json.writeNumberField("created", CREATED);
        json.writeStringField("owned_by", offer.ownedBy());
        if (offer.mode() != null) {
            json.writeStringField("mode", offer.mode());
        }
        if (anthropics) {
            json.writeStringField("type", "model");
            json.writeStringField("display_name", name);
            json.writeStringField("created_at", Instant.ofEpochSecond(CREATED).toString());
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

    /** What the caller sees, under the name that was asked for. */
    private record Shown(String name, ModelOffer offer) {}

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
