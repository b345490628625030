package io.sluice.accounting.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with the types of a request, in the form and words of pydantic. Not thread-safe. */
public final class Violations {

    private final List<Map<String, Object>> detail = new ArrayList<>();

    /** @param location {@code body} or {@code query}, then member names and indexes */
    public void add(String type, String message, Object... location) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", type);
        entry.put("loc", List.of(location));
        entry.put("msg", message);
        detail.add(entry);
    }

    public boolean isEmpty() {
        return detail.isEmpty();
    }

    /** @throws ApiException 422 when something was added */
    public void throwIfAny() {
        if (!detail.isEmpty()) {
            throw ApiException.violations(detail);
        }
    }

    public static ApiException single(String type, String message, Object... location) {
        Violations violations = new Violations();
        violations.add(type, message, location);
        return ApiException.violations(violations.detail);
    }
}
