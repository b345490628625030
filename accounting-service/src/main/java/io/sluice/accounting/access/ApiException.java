package io.sluice.accounting.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal of the management API: status and JSON body as LiteLLM's clients know them (litellm-behaviour 4.7). */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, Object> body;

    private ApiException(int status, String message, Map<String, Object> body) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** {@code {"error": {"message", "type", "param", "code"}}}. */
    public static ApiException error(int status, String message, String type, @Nullable String param) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", Integer.toString(status));
        return new ApiException(status, message, Map.of("error", error));
    }

    public static ApiException badRequest(String message, @Nullable String param) {
        return error(400, message, "bad_request_error", param);
    }

    public static ApiException notFound(String message) {
        return error(404, message, "invalid_request_error", null);
    }

    public static ApiException forbidden(String message) {
        return error(403, message, "permission_error", null);
    }

    /** The books cannot be asked now; worth trying again. */
    public static ApiException unavailable() {
        return error(503, "The database cannot be reached at the moment.", "internal_server_error", null);
    }

    /** What FastAPI answers to a body or query of the wrong types: 422 {@code {"detail": [...]}}. */
    static ApiException violations(List<Map<String, Object>> detail) {
        return new ApiException(422, "invalid request", Map.of("detail", detail));
    }

    public int status() {
        return status;
    }

    public Map<String, Object> body() {
        return body;
    }
}
