package io.sluice.router.wire.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chat request read for translation: gateway members gone, the deployment's defaults filled in, what the provider cannot take refused
 * or dropped. A translator takes what it knows; {@link #rest} is what nobody took.
 */
public final class ChatParams {

    private final Map<String, JsonNode> members = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>(0);
    private final ObjectNode extraBody = ChatWriter.JSON.createObjectNode();

    private ChatParams() {}

    public static ChatParams read(WireCall call) {
        Target target = call.target();
        Set<String> unsupported =
                target.provider().refused(target.providerModel(), target.card().capabilities());
        ChatParams params = new ChatParams();
        Map<String, JsonNode> given = tree(call);
        Set<String> allowed =
                names(given.get("allowed_openai_params"), target.params().strings("allowed_openai_params"));
        Set<String> drop =
                names(given.get("additional_drop_params"), target.params().strings("additional_drop_params"));
        boolean dropParams = target.dropParams()
                || given.getOrDefault("drop_params", ChatWriter.JSON.nullNode()).asBoolean();
        List<String> refused = new ArrayList<>(0);
        given.forEach((name, value) -> {
            if (value.isNull() || drop.contains(name)) {
                return;
            }
            if (name.equals("extra_body") && value instanceof ObjectNode object) {
                params.extraBody.setAll(object);
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
        target.params().values().forEach((name, value) -> {
            if (value != null && !GatewayMembers.ofDeployment(name) && !drop.contains(name)) {
                params.members.putIfAbsent(name, ChatWriter.JSON.valueToTree(value));
            }
        });
        target.params()
                .section("extra_body")
                .values()
                .forEach((name, value) -> params.extraBody.set(name, ChatWriter.JSON.valueToTree(value)));
        return params;
    }

    private static Map<String, JsonNode> tree(WireCall call) {
        ByteBuffer body = call.request().body();
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            byte[] value = new byte[member.value().end() - member.value().start()];
            body.get(body.position() + member.value().start(), value);
            try {
                members.put(member.name(), ChatWriter.JSON.readTree(value));
            } catch (IOException e) {
                throw new UnsupportedRequestException("'" + member.name() + "' cannot be read: " + e.getMessage());
            }
        }
        return members;
    }

    private static Set<String> names(@org.jspecify.annotations.Nullable JsonNode given, List<String> configured) {
        Set<String> names = new HashSet<>(configured);
        if (given != null) {
            given.forEach(name -> names.add(name.asText()));
        }
        return names;
    }

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
        return members.getOrDefault(name, ChatWriter.JSON.missingNode());
    }

    /** Takes a member out; a missing node when it was not given. */
    public JsonNode take(String name) {
        JsonNode value = members.remove(name);
        return value == null ? ChatWriter.JSON.missingNode() : value;
    }

    /** What nobody took, in the client's order. */
    public Map<String, JsonNode> rest() {
        return members;
    }

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

    /** Names a member that could not be carried over. */
    public void note(String name) {
        notes.add(name);
    }

    public List<String> notes() {
        return notes;
    }
}
