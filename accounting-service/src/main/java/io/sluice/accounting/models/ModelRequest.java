package io.sluice.accounting.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Violations;
import io.sluice.contracts.routing.PassThrough;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /model/new} and {@code /model/update}: LiteLLM's {@code Deployment} and {@code updateDeployment} (its OpenAPI). Other
 * members are not looked at, and of {@code model_info} those are dropped that only the books write. A null says nothing.
 *
 * @param name {@code model_name}
 * @param params {@code litellm_params}, checked; empty when the body has none
 * @param info {@code model_info} without its id
 * @param id {@code model_info.id}
 * @param blocked taken out of service
 */
record ModelRequest(
        Optional<String> name, ObjectNode params, ObjectNode info, Optional<String> id, Optional<Boolean> blocked) {

    private static final Set<String> WRITTEN_BY_THE_BOOKS =
            Set.of("id", "db_model", "created_at", "created_by", "updated_at", "updated_by", "blocked");

    /** What LiteLLM gives to a team alone would be everybody's here. */
    private static final Set<String> NOT_YET = Set.of("team_id", "team_public_model_name");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}");
    private static final int LONGEST_NAME = 255;

    /** @throws ApiException 400 or 422 when it is not the description of a model */
    static ModelRequest ofNew(byte @Nullable [] body) {
        ModelRequest request = read(body);
        Violations wrong = new Violations();
        if (request.name.isEmpty()) {
            wrong.add("missing", "Field required", "body", "model_name");
        }
        if (request.params.isEmpty()) {
            wrong.add("missing", "Field required", "body", "litellm_params");
        } else if (!request.params.path("model").isTextual()) {
            wrong.add("missing", "Field required", "body", "litellm_params", "model");
        }
        wrong.throwIfAny();
        return request;
    }

    /** @throws ApiException 400 or 422 when it is no change of a model */
    static ModelRequest read(byte @Nullable [] body) {
        JsonNode json = Json.object(body);
        Violations wrong = new Violations();
        Optional<String> name = text(json, wrong, "model_name");
        ObjectNode params = object(json, wrong, "litellm_params");
        ObjectNode info = object(json, wrong, "model_info");
        Optional<String> id = text(info, wrong, "id");
        JsonNode blocked = json.path("blocked");
        if (!blocked.isBoolean() && !absent(blocked)) {
            wrong.add("bool_parsing", "Input should be a valid boolean", "body", "blocked");
        }
        wrong.throwIfAny();
        name.ifPresent(ModelRequest::checkName);
        id.ifPresent(ModelRequest::checkId);
        NOT_YET.stream().filter(info::has).findFirst().ifPresent(member -> {
            throw ApiException.badRequest(
                    "model_info." + member + ": models of a team alone are not supported yet; everybody could use it",
                    "model_info");
        });
        info.remove(WRITTEN_BY_THE_BOOKS);
        ParamsCheck.check(params, info);
        return new ModelRequest(
                name, params, info, id, blocked.isBoolean() ? Optional.of(blocked.asBoolean()) : Optional.empty());
    }

    /** The change that takes a model out of service, or back. */
    static ModelRequest ofBlocked(boolean blocked) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new ModelRequest(Optional.empty(), nothing, nothing, Optional.empty(), Optional.of(blocked));
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badRequest(
                    "model_name must be a text of 1 to " + LONGEST_NAME + " characters", "model_name");
        }
        if (PassThrough.isGroup(name)) {
            throw ApiException.badRequest("model_name: this name is Sluice's own", "model_name");
        }
    }

    private static void checkId(String id) {
        if (!ID.matcher(id).matches()) {
            throw ApiException.badRequest(
                    "model_info.id must be 1 to 200 letters, digits, and . _ : / @ -", "model_info");
        }
    }

    private static Optional<String> text(JsonNode json, Violations wrong, String member) {
        JsonNode value = json.path(member);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            wrong.add("string_type", "Input should be a valid string", "body", member);
        }
        return Optional.of(value.asText());
    }

    private static ObjectNode object(JsonNode json, Violations wrong, String member) {
        JsonNode value = json.path(member);
        if (!absent(value) && !value.isObject()) {
            wrong.add("dict_type", "Input should be a valid dictionary", "body", member);
        }
        ObjectNode given = value.isObject() ? value.deepCopy() : JsonNodeFactory.instance.objectNode();
        given.properties().removeIf(each -> absent(each.getValue()));
        return given;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
