package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a call under OpenAI's names, which are everybody's second language: the gateway's own members gone, the deployment's
 * defaults filled in, what the provider cannot take refused or dropped. A wire takes what it knows; {@link #rest} is what nobody
 * took. One use, one thread.
 */
public final class Params {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> members = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>(0);
    private final ObjectNode extraBody = JsonNodeFactory.instance.objectNode();
    private JsonNode metadata = MissingNode.getInstance();

    private Params() {}

    /**
     * @param given what the client sent, {@code null} members not counted
     * @throws UnsupportedRequestException for what the provider cannot take, unless {@code drop_params} is on
     */
    public static Params of(Map<String, JsonNode> given, Target target) {
        Params params = new Params();
        Set<String> unsupported =
                target.provider().refused(target.knownModel(), target.card().capabilities());
        Set<String> allowed =
                named(given.get("allowed_openai_params"), target.params().strings("allowed_openai_params"));
        Set<String> drop =
                named(given.get("additional_drop_params"), target.params().strings("additional_drop_params"));
        JsonNode dropAsked = given.get("drop_params");
        boolean dropParams = target.dropParams() || (dropAsked != null && dropAsked.asBoolean());
        params.metadata = given.getOrDefault("metadata", params.metadata);
        List<String> refused = new ArrayList<>(0);
        given.forEach((name, value) -> {
            if (value.isNull() || drop.contains(name)) {
                return;
            }
            if (name.equals("extra_body") && value instanceof ObjectNode object) {
                params.extraBody.setAll(ExtraBody.of(object, params.notes));
            } else if (!GatewayMembers.ofRequest(name)) {
                if (unsupported.contains(name) && !allowed.contains(name)) {
                    if (name.equals("n") && value.asInt() == 1) {
                        return; // one answer is what every provider gives
                    }
                    (dropParams || OpenAiParams.expendable(name) ? params.notes : refused).add(name);
                } else {
                    params.members.put(name, value);
                }
            }
        });
        if (!refused.isEmpty()) {
            throw new UnsupportedRequestException(refusal(target, refused));
        }
        params.defaults(target, drop);
        return params;
    }

    private void defaults(Target target, Set<String> drop) {
        target.params().values().forEach((name, value) -> {
            if (value != null && !target.configuredBy(name) && !drop.contains(name)) {
                members.putIfAbsent(name, JSON.valueToTree(value));
            }
        });
        target.params()
                .section("extra_body")
                .values()
                .forEach((name, value) -> extraBody.set(name, JSON.valueToTree(value)));
    }

    private static Set<String> named(@Nullable JsonNode given, List<String> configured) {
        Set<String> names = new HashSet<>(configured);
        if (given != null) {
            given.forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    /** LiteLLM's words, which users have seen and which tell them what to do. */
    private static String refusal(Target target, List<String> refused) {
        String names = refused.stream().map(name -> '\'' + name + '\'').collect(Collectors.joining(", ", "[", "]"));
        return target.provider().name() + " does not support parameters: " + names + ", for model="
                + target.providerModel()
                + ". To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n."
                + " \n If you want to use these params dynamically send allowed_openai_params=" + names
                + " in your request.";
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** A missing node when it was not given. */
    public JsonNode peek(String name) {
        return members.getOrDefault(name, MissingNode.getInstance());
    }

    /** Takes a member out; a missing node when it was not given. */
    public JsonNode take(String name) {
        JsonNode value = members.remove(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    public void set(String name, JsonNode value) {
        members.put(name, value);
    }

    /** What nobody took, in the client's order. */
    public Map<String, JsonNode> rest() {
        return members;
    }

    /** What the client says about the call, to the gateway in the first place; a missing node when it says nothing. */
    public JsonNode metadata() {
        return metadata;
    }

    /** Members that go into the provider's body as they are. */
    public ObjectNode extraBody() {
        return extraBody;
    }

    /** Drops a member that this model cannot take, or refuses the call. */
    public void unsupported(Target target, String name) {
        if (has(name)) {
            if (!target.dropParams()) {
                throw new UnsupportedRequestException(refusal(target, List.of(name)));
            }
            take(name);
            notes.add(name);
        }
    }

    /** Names something that could not be carried over; the client finds it in {@code x-sluice-dropped-params}. */
    public void note(String name) {
        notes.add(name);
    }

    public List<String> notes() {
        return notes;
    }
}
