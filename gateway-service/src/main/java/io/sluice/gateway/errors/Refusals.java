package io.sluice.gateway.errors;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.Money;
import io.sluice.gateway.admission.AdmissionDecision;
import java.util.List;
import java.util.Map;

/** The refusals of the edge. Status, type and words: {@code conformance/FACTS.md} and {@code litellm-behaviour.md} 4.7. */
public final class Refusals {

    private static final String INVALID = "invalid_request_error";
    private static final String AUTH = "auth_error";

    private Refusals() {}

    // ---- paths and bodies

    /** @param route prefix of a provider's pass-through routes, or a path of {@code pass_through_endpoints} */
    public static Refusal notPassed(String route) {
        return Refusal.permanent(
                404,
                "not_found_error",
                null,
                "Nothing passes through at /" + route + ": set the provider's key in the gateway's environment.");
    }

    public static Refusal notFound(String method, String path) {
        return Refusal.permanent(404, INVALID, null, "There is no " + method + ' ' + printable(path) + '.')
                .withDetail("Not Found");
    }

    public static Refusal wrongMethod(String allow) {
        return Refusal.permanent(405, INVALID, null, "Method Not Allowed. Allowed here: " + allow)
                .withDetail("Method Not Allowed")
                .withHeaders(Map.of("allow", allow));
    }

    public static Refusal tooLarge(long limitBytes) {
        return Refusal.permanent(
                413, INVALID, null, "The request body is larger than the limit of " + limitBytes + " bytes.");
    }

    public static Refusal encodedBody(String encoding) {
        return Refusal.permanent(
                415, INVALID, null, "Send the body without content-encoding, not as " + printable(encoding) + '.');
    }

    public static Refusal invalidJson(String why) {
        return Refusal.permanent(400, INVALID, "request_body", "Invalid JSON payload: " + why);
    }

    public static Refusal malformedForm(String why) {
        return Refusal.permanent(400, INVALID, "request_body", "The form cannot be read: " + printable(why) + '.');
    }

    /** FastAPI's words in LiteLLM. */
    public static Refusal missingFile(String field) {
        return Refusal.permanent(422, INVALID, field, "Field required: '" + field + "' must be a file of a form.")
                .toldAs("[{\"type\":\"missing\",\"loc\":[\"body\",\"" + field + "\"],\"msg\":\"Field required\"}]");
    }

    public static Refusal noRoomForUpload() {
        return Refusal.later(503, "internal_server_error", "The uploaded file cannot be kept: the disk is full.", 30);
    }

    public static Refusal noSuchFile(String id) {
        return Refusal.permanent(404, INVALID, "id", "No such File object: " + printable(id));
    }

    public static Refusal filesAway() {
        return Refusal.later(503, "internal_server_error", "Files cannot be reached now. Try again.", 2);
    }

    public static Refusal missing(String route, String parameter) {
        return Refusal.permanent(400, INVALID, parameter, route + ": Missing required parameter: '" + parameter + "'.");
    }

    /** LiteLLM has a word of its own for a {@code model} that is no text. */
    public static Refusal wrongType(String parameter, String expected) {
        String type = parameter.equals("model") ? "bad_request_error" : INVALID;
        return Refusal.permanent(400, type, parameter, "'" + parameter + "' must be " + expected + '.');
    }

    public static Refusal forbiddenParameter(String parameter) {
        return Refusal.permanent(
                401,
                AUTH,
                null,
                "Authentication Error, Rejected Request: " + parameter
                        + " is not allowed in request body: providers are configured by the operator only.");
    }

    public static Refusal unknownModel(String route, String model) {
        return Refusal.permanent(
                400,
                INVALID,
                null,
                route + ": Invalid model name passed in model=" + printable(model)
                        + ". Call `/v1/models` to view available models for your key.");
    }

    /** Of several models in one request. */
    public static Refusal severalModels(String why) {
        return Refusal.permanent(400, "invalid_request_error", "model", "Several models in one request: " + why);
    }

    public static Refusal noSuchModel(String model) {
        String text = "The model `" + printable(model) + "` does not exist or is not accessible";
        return Refusal.permanent(404, INVALID, "model", text).withDetail(text);
    }

    // ---- identity

    public static Refusal noKey() {
        return Refusal.permanent(401, AUTH, null, "Authentication Error, No api key passed in.");
    }

    public static Refusal malformedKey() {
        return Refusal.permanent(
                401, AUTH, null, "Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.");
    }

    public static Refusal unknownKey() {
        return Refusal.permanent(
                401, "token_not_found_in_db", "key", "Authentication Error, Invalid API key provided.");
    }

    public static Refusal noDirectory() {
        return Refusal.permanent(400, "no_db_connection", null, "No connected db.");
    }

    public static Refusal directoryAway() {
        return Refusal.later(
                503, "no_db_connection", "The key cannot be checked now: the directory does not answer. Try again.", 2);
    }

    public static Refusal blockedKey() {
        return Refusal.permanent(
                401, AUTH, null, "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.");
    }

    public static Refusal expiredKey(VirtualKey key) {
        return Refusal.permanent(
                401,
                "expired_key",
                key.name(),
                "Authentication Error, Expired Key. Key expiry time: " + key.expires() + '.');
    }

    public static Refusal routeNotAllowed(List<String> allowed, String path) {
        String text = "Virtual key is not allowed to call this route. Only allowed to call routes: "
                + pythonList(allowed) + ". Tried to call route: " + path;
        return Refusal.permanent(403, AUTH, null, text).withDetail(text);
    }

    public static Refusal adminOnly(String path, Caller caller) {
        VirtualKey key = caller.virtualKey();
        String user = key == null || key.userId() == null ? "None" : key.userId();
        return Refusal.permanent(
                401,
                AUTH,
                null,
                "Authentication Error, Only proxy admin can be used to generate, delete, update info for new"
                        + " keys/users/teams. Route=" + path + ". Your role=unknown. Your user_id=" + user);
    }

    public static Refusal otherKey() {
        return Refusal.permanent(403, AUTH, "key", "A virtual key may ask for itself only.");
    }

    public static Refusal modelNotAllowed(String model) {
        return Refusal.permanent(
                403,
                "key_model_access_denied",
                "model",
                "The requested model '" + printable(model)
                        + "' is not available for this API key, or the model name is invalid. Call `/v1/models` to view"
                        + " the models of your key.");
    }

    public static Refusal noUpgrade() {
        return new Refusal(
                Refusal.of(426, INVALID, "This endpoint is a WebSocket: connect with wss:// or ws://.")
                        .error()
                        .withRetry(false, -1),
                null,
                Map.of("upgrade", "websocket"));
    }

    public static Refusal noStrictTranscription() {
        return Refusal.permanent(
                400,
                INVALID,
                "intent",
                "What transcripts cost is not known before, and a strict budget applies; use /v1/audio/transcriptions.");
    }

    public static Refusal noRealtimeCalls() {
        return Refusal.permanent(
                400,
                INVALID,
                "",
                "Sessions over WebRTC and SIP go past the gateway, which could not meter them. Connect a WebSocket to"
                        + " /v1/realtime instead; a browser does so with a key of POST /v1/realtime/client_secrets in the"
                        + " subprotocol openai-insecure-api-key.KEY beside realtime.");
    }

    // ---- admission

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
            default -> refused.scope().type().name().toLowerCase(java.util.Locale.ROOT);
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
            default -> type.name().charAt(0) + type.name().substring(1).toLowerCase(java.util.Locale.ROOT) + '=' + id;
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
                INVALID,
                "model",
                "Model '" + printable(model) + "' has no known price, and a strict budget of "
                        + unpriced.scope().type() + " applies. Give it prices in model_info (input_cost_per_token,"
                        + " output_cost_per_token), or use a budget that is not strict.");
    }

    public static Refusal journalFull() {
        return Refusal.later(
                503, "internal_server_error", "The usage journal cannot take another call: its disk is full.", 30);
    }

    public static Refusal notReady() {
        return Refusal.later(503, "internal_server_error", "The model table is not loaded yet. Try again.", 1);
    }

    /** What a client wrote, safe to repeat in a message. */
    private static String printable(String text) {
        String shortened = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return shortened
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String pythonList(List<String> items) {
        return items.isEmpty() ? "[]" : "['" + String.join("', '", items) + "']";
    }
}
