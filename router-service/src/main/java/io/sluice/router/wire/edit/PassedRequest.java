package io.sluice.router.wire.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.conversation.ExtraBody;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A client's body on its way to a provider of the same protocol: the model's name is the provider's, what is the gateway's goes, the
 * deployment's defaults come, the output is capped; every other byte stays. One use.
 */
public final class PassedRequest {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Where ids of calls are. */
    private static final Set<String> CONVERSATION = Set.of("messages", "input");

    /** Names that both the gateway and a protocol have; the protocol's meaning counts. */
    private static final Set<String> SHARED = Set.of("metadata", "user");

    private final WireCall call;
    private final Target target;
    private final Predicate<String> known;
    private final String capName;
    private final BodyEditor editor;
    private final Set<String> given = new HashSet<>();
    private Map<String, String> renames = Map.of();
    private final List<String> notes = new ArrayList<>(0);

    /**
     * @param known members that the provider's protocol has; others are left out and named
     * @param capName what the protocol calls the limit of the output; empty when it has none
     */
    public PassedRequest(WireCall call, Predicate<String> known, String capName) {
        this.call = call;
        this.target = call.target();
        this.known = known;
        this.capName = capName;
        this.editor =
                new BodyEditor(call.request().body(), call.request().scan().topLevel());
    }

    /** For changes that only one protocol needs; before {@link #body}. */
    public BodyEditor editor() {
        return editor;
    }

    public List<String> notes() {
        return notes;
    }

    public List<ByteBuffer> body() {
        List<BodyScan.Member> members = call.request().scan().topLevel();
        Set<String> drop = new HashSet<>(target.params().strings("additional_drop_params"));
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i).name();
            if (!editor.dropped(i)) {
                member(i, name, drop);
            }
        }
        if (!given.contains("model")) {
            append("model", target.provider().fullName(target.providerModel()));
        }
        cap();
        target.params().values().forEach((name, value) -> {
            String here = name.equals("max_tokens") ? capName : renames.getOrDefault(name, name);
            if (value != null && !here.isEmpty() && !target.configuredBy(name) && !drop.contains(name)) {
                append(here, value);
            }
        });
        target.params().section("extra_body").values().forEach(this::append);
        return editor.build();
    }

    private void member(int i, String name, Set<String> drop) {
        if (editor.valueIs(i, "null") || drop.contains(name)) {
            editor.drop(i);
        } else if (name.equals("model")) {
            given.add(name);
            editor.replaceValue(i, json(target.provider().fullName(target.providerModel())));
        } else if (name.equals("extra_body")) {
            JsonNode said = tree(editor.value(i));
            editor.drop(i);
            if (said instanceof ObjectNode object) {
                ObjectNode extra = ExtraBody.of(object, notes);
                OutputCap.lower(extra, call.request().outputCap());
                extra.properties().forEach(each -> append(each.getKey(), each.getValue()));
            }
        } else if (GatewayMembers.ofRequest(name) && !SHARED.contains(name)) {
            editor.drop(i);
        } else if (!name.equals(capName) && isAboveCap(name, () -> tree(editor.value(i)))) {
            leaveOut(i);
        } else if (known.test(name)) {
            given.add(name);
            if (CONVERSATION.contains(name) && SignedId.isIn(call.request().body())) {
                editor.replaceValue(i, SignedId.plain(editor.value(i)));
            }
        } else if (OpenAiParams.expendable(name)) {
            editor.drop(i);
        } else {
            leaveOut(i);
        }
    }

    /** Leaves a member of the client's out and names it; before {@link #body}. */
    public void leaveOut(int index) {
        editor.drop(index);
        notes.add(call.request().scan().topLevel().get(index).name());
    }

    /** What the provider calls members of the deployment's defaults; before {@link #body}. */
    public void defaultsAs(Map<String, String> names) {
        renames = names;
    }

    /** The model is named elsewhere; before {@link #body}. */
    public void withoutModel() {
        given.add("model");
        int at = editor.index("model");
        if (at >= 0) {
            editor.drop(at);
        }
    }

    /** Adds a member; the first one of a name counts. */
    public void append(String name, Object value) {
        if (!given.contains(name) && (editor.index(name) < 0 || editor.dropped(editor.index(name)))) {
            given.add(name);
            editor.append(name, json(value));
        }
    }

    private boolean isAboveCap(String name, Supplier<JsonNode> value) {
        return OutputCap.exceeds(name, value, call.request().outputCap());
    }

    /** The cap that the reservation was made for; the client's own when that is lower. What is read from the scan may be another name's. */
    private void cap() {
        if (call.request().outputCap() < 0 || capName.isEmpty()) {
            return;
        }
        int at = editor.index(capName);
        if (at >= 0 && !editor.dropped(at)) {
            if (isAboveCap(capName, () -> tree(editor.value(at)))) {
                editor.replaceValue(at, json(call.request().outputCap()));
            }
        } else {
            append(capName, call.request().outputCap());
        }
    }

    public static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For JSON that was scanned before. */
    public static JsonNode tree(byte[] json) {
        return tree(json, 0, json.length);
    }

    public static JsonNode tree(byte[] json, int from, int to) {
        try {
            return JSON.readTree(json, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
