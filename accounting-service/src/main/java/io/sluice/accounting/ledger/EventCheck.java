package io.sluice.accounting.ledger;

import io.sluice.contracts.usage.UsageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether something that was read as an event is one. JSON of another program, or of a gateway of a far version, may lack members that
 * the type promises; such an event must not hold up the others.
 */
public final class EventCheck {

    private static final long LAST_MICROS =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));

    private record Member(String name, Function<UsageEvent, @Nullable Object> value) {}

    private static final Member ORIGIN = new Member("gatewayId", UsageEvent::gatewayId);

    private static final List<Member> REQUIRED = List.of(
            new Member("requestId", UsageEvent::requestId),
            new Member("kind", UsageEvent::kind),
            ORIGIN,
            new Member("keyHash", UsageEvent::keyHash),
            new Member("tags", UsageEvent::tags),
            new Member("callType", UsageEvent::callType),
            new Member("requestedModel", UsageEvent::requestedModel),
            new Member("modelGroup", UsageEvent::modelGroup),
            new Member("deploymentId", UsageEvent::deploymentId),
            new Member("provider", UsageEvent::provider),
            new Member("providerModel", UsageEvent::providerModel),
            new Member("certainty", UsageEvent::certainty),
            new Member("usage", UsageEvent::usage),
            new Member("cost", UsageEvent::cost),
            new Member("costLines", UsageEvent::costLines),
            new Member("charges", UsageEvent::charges));

    private EventCheck() {}

    /** What is wrong with it; null: nothing. */
    public static @Nullable String fault(UsageEvent event) {
        for (Member member : REQUIRED) {
            if (member.value().apply(event) == null) {
                return member.name() + " is missing";
            }
        }
        if (event.tags().stream().anyMatch(Objects::isNull)
                || event.costLines().stream().anyMatch(Objects::isNull)
                || event.charges().values().stream().anyMatch(Objects::isNull)) {
            return "a list holds null";
        }
        if (event.cost().nanos() < 0) {
            return "cost is negative";
        }
        return isTime(event.admittedAtMicros()) && isTime(event.startedAtMicros()) ? null : "no time of this world";
    }

    /** Whether it says whose journal it comes from: then it can be counted there, even when it is no whole event. */
    public static boolean hasOrigin(UsageEvent event) {
        return ORIGIN.value().apply(event) != null;
    }

    private static boolean isTime(long micros) {
        return micros >= 0 && micros <= LAST_MICROS;
    }
}
