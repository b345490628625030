package io.sluice.gateway.errors;

import java.util.Map;

/** Refusals of what a request is and names. Status, type and words: {@code conformance/FACTS.md} and {@code litellm-behaviour.md} 4.7. */
public final class Refusals {

    private static final String INVALID = Refusal.INVALID_REQUEST;
    private static final String AUTH = "auth_error";

    private Refusals() {}

    /** @param route prefix of a provider's pass-through routes, or a path of {@code pass_through_endpoints} */
    public static Refusal notPassed(String route) {
        return Refusal.permanent(
                404,
                "not_found_error",
                null,
                "Nothing passes through at /" + route + ": set the provider's key in the gateway's environment.");
    }

    public static Refusal notFound(String method, String path) {
        return Refusal.permanent(404, INVALID, null, "There is no " + method + ' ' + Refusal.printable(path) + '.')
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
                415,
                INVALID,
                null,
                "Send the body without content-encoding, not as " + Refusal.printable(encoding) + '.');
    }

    public static Refusal invalidJson(String why) {
        return Refusal.permanent(400, INVALID, "request_body", "Invalid JSON payload: " + why);
    }

    public static Refusal malformedForm(String why) {
        return Refusal.permanent(
                400, INVALID, "request_body", "The form cannot be read: " + Refusal.printable(why) + '.');
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
        return Refusal.permanent(404, INVALID, "id", "No such File object: " + Refusal.printable(id));
    }

    public static Refusal tooManyFiles(int most) {
        return Refusal.permanent(400, INVALID, null, "A request may name " + most + " files at most.");
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
                route + ": Invalid model name passed in model=" + Refusal.printable(model)
                        + ". Call `/v1/models` to view available models for your key.");
    }

    /** Of several models in one request. */
    public static Refusal severalModels(String why) {
        return Refusal.permanent(400, "invalid_request_error", "model", "Several models in one request: " + why);
    }

    public static Refusal noSuchModel(String model) {
        String text = "The model `" + Refusal.printable(model) + "` does not exist or is not accessible";
        return Refusal.permanent(404, INVALID, "model", text).withDetail(text);
    }

    public static Refusal modelNotAllowed(String model) {
        return Refusal.permanent(
                403,
                "key_model_access_denied",
                "model",
                "The requested model '" + Refusal.printable(model)
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

    public static Refusal journalFull() {
        return Refusal.later(
                503, "internal_server_error", "The usage journal cannot take another call: its disk is full.", 30);
    }

    public static Refusal notReady() {
        return Refusal.later(503, "internal_server_error", "The model table is not loaded yet. Try again.", 1);
    }
}
