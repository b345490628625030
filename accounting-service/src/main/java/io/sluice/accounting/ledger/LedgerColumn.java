package io.sluice.accounting.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.UsageEvent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of the ledger and how an event fills it. A batch travels as one array a column, which is what makes one statement write a
 * thousand rows.
 *
 * @param type of the array's elements on the wire
 * @param cast of the element when it is stored; empty: none
 */
record LedgerColumn(
        String name,
        String type,
        String cast,
        IntFunction<Object[]> array,
        Function<UsageEvent, @Nullable Object> value) {

    static final List<LedgerColumn> KEY = List.of(
            text("request_id", UsageEvent::requestId),
            new LedgerColumn("attempt", "int4", "", Integer[]::new, UsageEvent::attempt),
            text("kind", UsageEvent::kind),
            time("admitted_at", UsageEvent::admittedAtMicros));

    static final List<LedgerColumn> ORIGIN =
            List.of(text("gateway_id", UsageEvent::gatewayId), number("segment", UsageEvent::segment));

    /** What a better known event replaces. */
    static final List<LedgerColumn> FACTS = List.of(
            time("started_at", UsageEvent::startedAtMicros),
            number("duration_micros", UsageEvent::durationMicros),
            number("first_byte_micros", UsageEvent::firstByteMicros),
            text("key_hash", UsageEvent::keyHash),
            text("key_alias", UsageEvent::keyAlias),
            text("user_id", UsageEvent::userId),
            text("team_id", UsageEvent::teamId),
            text("organization_id", UsageEvent::organizationId),
            text("end_user", UsageEvent::endUser),
            json(
                    "tags",
                    event -> event.tags().stream().map(LedgerColumn::storable).toList()),
            text("call_type", UsageEvent::callType),
            new LedgerColumn("stream", "bool", "", Boolean[]::new, UsageEvent::stream),
            text("requested_model", UsageEvent::requestedModel),
            text("model_group", UsageEvent::modelGroup),
            text("deployment_id", UsageEvent::deploymentId),
            text("provider", UsageEvent::provider),
            text("provider_model", UsageEvent::providerModel),
            text("api_base", UsageEvent::apiBase),
            new LedgerColumn("status", "int4", "", Integer[]::new, UsageEvent::status),
            new LedgerColumn("client_status", "int4", "", Integer[]::new, UsageEvent::clientStatus),
            text("error_class", UsageEvent::errorClass),
            text("finish_reason", UsageEvent::finishReason),
            text("certainty", event -> event.certainty().name().toLowerCase(Locale.ROOT)),
            number("input_tokens", event -> event.usage().input()),
            number("cached_input_tokens", event -> event.usage().cachedInput()),
            number("cache_write_5m_tokens", event -> event.usage().cacheWrite5m()),
            number("cache_write_1h_tokens", event -> event.usage().cacheWrite1h()),
            number("input_audio_tokens", event -> event.usage().inputAudio()),
            number("output_tokens", event -> event.usage().output()),
            number("reasoning_tokens", event -> event.usage().reasoning()),
            number("output_audio_tokens", event -> event.usage().outputAudio()),
            number("cost", event -> event.cost().nanos()),
            new LedgerColumn("cost_known", "bool", "", Boolean[]::new, UsageEvent::costKnown),
            json("cost_lines", UsageEvent::costLines),
            json("charges", event -> charges(event.charges())));

    /** PostgreSQL has no NUL in its texts. */
    static String storable(String text) {
        return text.indexOf(0) < 0 ? text : text.replace("\0", "");
    }

    private static Map<String, Long> charges(Map<String, Long> charges) {
        Map<String, Long> storable = new LinkedHashMap<>();
        charges.forEach((scope, window) -> storable.put(storable(scope), window));
        return storable;
    }

    private static LedgerColumn text(String name, Function<UsageEvent, @Nullable String> value) {
        return new LedgerColumn(name, "text", "", String[]::new, event -> {
            String text = value.apply(event);
            return text == null ? null : storable(text);
        });
    }

    private static LedgerColumn number(String name, Function<UsageEvent, @Nullable Object> value) {
        return new LedgerColumn(name, "int8", "", Long[]::new, value);
    }

    private static LedgerColumn time(String name, Function<UsageEvent, Long> micros) {
        return new LedgerColumn(name, "timestamptz", "", OffsetDateTime[]::new, event -> time(micros.apply(event)));
    }

    private static LedgerColumn json(String name, Function<UsageEvent, Object> value) {
        return new LedgerColumn(name, "text", "::jsonb", String[]::new, event -> {
            try {
                return SeamJson.MAPPER.writeValueAsString(value.apply(event));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static OffsetDateTime time(long epochMicros) {
        long second = TimeUnit.SECONDS.toMicros(1);
        return Instant.ofEpochSecond(
                        Math.floorDiv(epochMicros, second),
                        TimeUnit.MICROSECONDS.toNanos(Math.floorMod(epochMicros, second)))
                .atOffset(ZoneOffset.UTC);
    }
}
