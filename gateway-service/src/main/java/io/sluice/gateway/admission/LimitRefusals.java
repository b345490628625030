package io.sluice.gateway.admission;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.Money;
import io.sluice.gateway.errors.PythonFloat;
import io.sluice.gateway.errors.Refusal;
import java.util.Locale;
import java.util.Map;

/** What a client is told of a call that does not fit into its limits. Words: {@code conformance/FACTS.md} and {@code litellm-behaviour.md} 4.7. */
public final class LimitRefusals {

    private LimitRefusals() {}

    /** @param model as the client wrote it */
    public static Refusal declined(AdmissionDecision.Declined why, Caller caller, String model) {
        return switch (why) {
            case AdmissionDecision.Refused refused -> refused(refused, caller);
            case AdmissionDecision.Unavailable away -> limitsAway(away);
            case AdmissionDecision.Unpriced unpriced -> unpriced(unpriced, model);
        };
    }

    private static Refusal refused(AdmissionDecision.Refused refused, Caller caller) {
        return refused.meter() == Meter.MONEY ? overBudget(refused, caller) : overLimit(refused);
    }

    private static Refusal overBudget(AdmissionDecision.Refused refused, Caller caller) {
        String cost = PythonFloat.dollars(Money.ofNanos(refused.used()));
        String budget = PythonFloat.dollars(Money.ofNanos(refused.limit()));
        String held = refused.held() == 0
                ? ""
                : ". Held by calls in flight: " + PythonFloat.dollars(Money.ofNanos(refused.held()));
        String message = "Budget has been exceeded! "
                + owner(refused.scope().type(), refused.scope().id(), caller) + " Current cost: " + cost
                + ", Max budget: " + budget + held;
        return new Refusal(
                Refusal.of(422, "budget_exceeded", message).error().withRetry(false, refused.retryAfterSeconds()),
                null,
                Map.of());
    }

    private static Refusal overLimit(AdmissionDecision.Refused refused) {
        String unit = switch (refused.meter()) {
            case REQUESTS -> "requests";
            case TOKENS -> "tokens";
            case PARALLEL -> "max_parallel_requests";
            case MONEY -> "budget";
        };
        String descriptor = switch (refused.scope().type()) {
            case KEY -> "api_key";
            case KEY_MODEL -> "model_per_key";
            default -> refused.scope().type().name().toLowerCase(Locale.ROOT);
        };
        long remaining = Math.max(0, refused.limit() - refused.used() - refused.held());
        String message = "Rate limit exceeded for " + descriptor + ". Limit type: " + unit + ". Current limit: "
                + refused.limit() + ", used: " + refused.used() + ", held by calls in flight: " + refused.held()
                + ", remaining: " + remaining + '.';
        String header = "x-ratelimit-" + descriptor;
        return Refusal.later(
                        429,
                        "throttling_error",
                        message,
                        refused.retryAfterSeconds() < 0 ? 60 : refused.retryAfterSeconds())
                .withHeaders(Map.of(
                        header + "-limit-" + unit,
                        Long.toString(refused.limit()),
                        header + "-remaining-" + unit,
                        Long.toString(remaining),
                        "rate_limit_type",
                        unit));
    }

    private static String owner(ScopeType type, String id, Caller caller) {
        VirtualKey key = caller.virtualKey();
        return switch (type) {
            case KEY, KEY_MODEL -> "Key=" + (key == null ? "master key" : named(key));
            case GLOBAL -> "Proxy";
            case TEAM -> "Team=" + id;
            default -> type.name().charAt(0) + type.name().substring(1).toLowerCase(Locale.ROOT) + '=' + id;
        };
    }

    private static String named(VirtualKey key) {
        return (key.alias() == null ? "key" : key.alias()) + " (" + key.name() + ')';
    }

    private static Refusal limitsAway(AdmissionDecision.Unavailable unavailable) {
        return Refusal.later(
                503,
                "internal_server_error",
                "The limits of this key cannot be checked now: " + unavailable.reason() + ". Try again.",
                unavailable.retryAfterSeconds());
    }

    private static Refusal unpriced(AdmissionDecision.Unpriced unpriced, String model) {
        return Refusal.permanent(
                400,
                Refusal.INVALID_REQUEST,
                "model",
                "Model '" + Refusal.printable(model) + "' has no known price, and a strict budget of "
                        + unpriced.scope().type() + " applies. Give it prices in model_info (input_cost_per_token,"
                        + " output_cost_per_token), or use a budget that is not strict.");
    }
}
