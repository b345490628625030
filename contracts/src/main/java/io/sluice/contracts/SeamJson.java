package io.sluice.contracts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.UnitPrice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * JSON between the services: records by their components, {@link Money} as a number of nano-dollars, {@link UnitPrice} as exact
 * text, {@link Instant} as epoch milliseconds. Unknown members are ignored, so that services of neighbouring versions understand
 * each other. Thread-safe.
 */
public final class SeamJson {

    public static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(exactTypes());

    private SeamJson() {}

    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For header values: URL-safe Base64 without padding of the compact JSON. */
    public static String header(Object value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(value));
    }

    /** Reads what {@link #bytes} wrote. */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("not the JSON of a " + type.getSimpleName(), e);
        }
    }

    /** Reads what {@link #header} wrote. */
    public static <T> T readHeader(String value, Class<T> type) {
        return read(Base64.getUrlDecoder().decode(value.getBytes(StandardCharsets.ISO_8859_1)), type);
    }

    private static SimpleModule exactTypes() {
        SimpleModule module = new SimpleModule("sluice-exact-types");
        module.addSerializer(Money.class, new JsonSerializer<>() {
            @Override
            public void serialize(Money value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeNumber(value.nanos());
            }
        });
        module.addDeserializer(Money.class, new JsonDeserializer<>() {
            @Override
            public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return Money.ofNanos(json.getLongValue());
            }
        });
        module.addSerializer(UnitPrice.class, new JsonSerializer<>() {
            @Override
            public void serialize(UnitPrice value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(value.dollars().toPlainString());
            }
        });
        module.addDeserializer(UnitPrice.class, new JsonDeserializer<>() {
            @Override
            public UnitPrice deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return UnitPrice.of(json.getText());
            }
        });
        module.addSerializer(Instant.class, new JsonSerializer<>() {
            @Override
            public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeNumber(value.toEpochMilli());
            }
        });
        module.addDeserializer(Instant.class, new JsonDeserializer<>() {
            @Override
            public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
                return Instant.ofEpochMilli(json.getLongValue());
            }
        });
        return module;
    }
}
