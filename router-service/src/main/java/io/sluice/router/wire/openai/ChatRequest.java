package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.conversation.ExtraBody;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.BodyEditor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns one client request into the provider's body by editing members. */
final class ChatRequest {

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);
    private static final byte[] INCLUDE_USAGE = "{\"include_usage\":true}".getBytes(StandardCharsets.UTF_8);
    private static final Set<String> CAPS = Set.of("max_tokens", "max_completion_tokens");

    private final RequestRules rules;
    private final RouteRequest request;
    private final BodyScan scan;
    private final List<BodyScan.Member> members;
    private final BodyEditor editor;
    private final Set<String> given = new HashSet<>();
    private final List<String> refused = new ArrayList<>(0);
    private final List<String> notes = new ArrayList<>(0);
    private boolean cappedInExtra;
    private final Set<String> dropNow;
    private final Set<String> allowNow;
    private final boolean dropParams;
    private final ParameterQuirks parameters;
    private final boolean checked;

    /** A client's own request. */
    ChatRequest(RequestRules rules, WireCall call) {
        this(rules, call, false);
    }

    /**
     * @param checked the body was made of a conversation: the gateway's members are gone, what the provider cannot take is refused, the
     *     deployment's defaults are in
     */
    ChatRequest(RequestRules rules, WireCall call, boolean checked) {
        Target target = call.target();
        this.checked = checked;
        this.rules = rules;
        this.request = call.request();
        this.scan = request.scan();
        this.members = scan.topLevel();
        this.editor = new BodyEditor(request.body(), members);
        this.parameters = new ParameterQuirks(rules.quirks(), editor, notes);
        this.dropNow = names("additional_drop_params", rules.droppedAlways());
        this.allowNow = names("allowed_openai_params", rules.allowed());
        this.dropParams = target.dropParams() || memberIsTrue("drop_params");
    }

    List<String> notes() {
        return notes;
    }

    List<ByteBuffer> body() {
        for (int i = 0; i < members.size(); i++) {
            member(i, members.get(i).name());
        }
        if (!refused.isEmpty()) {
            throw new UnsupportedRequestException(refusal());
        }
        if (scan.model() == null) {
            editor.append("model", rules.modelJson());
        }
        stream();
        cap();
        rules.defaults().forEach((name, json) -> {
            if (!given.contains(name) && !(CAPS.contains(name) && given.contains(rules.capName()))) {
                editor.append(name, json);
                given.add(name);
            }
        });
        byte[] extra = rules.extraBody();
        if (extra != null && !checked) {
            editor.appendRaw(extra);
        }
        return editor.build();
    }

    private void member(int i, String name) {
        if (isNull(i)) {
            editor.drop(i);
            return;
        }
        switch (name) {
            case "model" -> {
                if (!request.requestedModel().equals(rules.model())) {
                    editor.replaceValue(i, rules.modelJson());
                }
            }
            case "messages" -> MessageRules.rewrite(rules.quirks(), i, editor, AddedMessage.of(rules.quirks(), editor));
            case "stream", "stream_options" -> {}
            case "extra_body" -> extraBody(i);
            default -> parameter(i, name);
        }
    }

    private void parameter(int i, String name) {
        if (!checked && (GatewayMembers.ofRequest(name) || dropNow.contains(name))) {
            editor.drop(i);
            return;
        }
        boolean unsupported = !checked && rules.unsupported().contains(name);
        if ((unsupported || parameters.refuses(i, name)) && !allowNow.contains(name)) {
            editor.drop(i);
            if (name.equals("n") && valueIs(i, "1")) {
                return; // one answer is what every provider gives
            }
            if (dropParams || OpenAiParams.expendable(name)) {
                notes.add(name);
            } else {
                refused.add(name);
            }
            return;
        }
        given.add(name);
        if (parameters.edit(i, name)) {
            return;
        }
        if (CAPS.contains(name)) {
            capMember(i, name);
            return;
        }
        if (OutputCap.exceeds(name, () -> RequestRules.tree(editor.value(i)), request.outputCap())) {
            editor.drop(i);
            notes.add(name);
            return;
        }
        String renamed = rules.renamed().get(name);
        if (renamed != null && !isGiven(renamed)) {
            editor.rename(i, renamed);
            given.add(renamed);
        }
    }

    /** Where a model knows one name only, the newer of OpenAI's two counts when a client gives both. */
    private void capMember(int i, String name) {
        String renamed = rules.renamed().get(name);
        if (name.equals("max_tokens") && onlyOneCap() && index("max_completion_tokens") >= 0) {
            editor.drop(i);
        } else if (renamed != null) {
            editor.rename(i, renamed);
            given.add(renamed);
        }
    }

    private boolean onlyOneCap() {
        return CAPS.stream().anyMatch(rules.renamed()::containsKey);
    }

    private void extraBody(int i) {
        byte[] value = editor.value(i);
        editor.drop(i);
        if (value.length > 2 && value[0] == '{') {
            ObjectNode extra = ExtraBody.of((ObjectNode) RequestRules.tree(value), notes);
            OutputCap.lower(extra, request.outputCap());
            extra.properties().forEach(member -> {
                if (!isGiven(member.getKey())) {
                    cappedInExtra |= CAPS.contains(member.getKey());
                    editor.append(member.getKey(), RequestRules.json(member.getValue()));
                    given.add(member.getKey());
                }
            });
        }
    }

    /** Usage is always asked for, since it is billed; whether the client sees it is the reader's business. */
    private void stream() {
        int stream = index("stream");
        int options = index("stream_options");
        if (!scan.stream()) {
            dropIfGiven(stream);
            dropIfGiven(options);
            return;
        }
        if (stream < 0) {
            editor.append("stream", TRUE);
        }
        if (options < 0 || isNull(options)) {
            editor.append("stream_options", INCLUDE_USAGE);
        } else if (!scan.includeUsage()) {
            JsonNode given = RequestRules.tree(editor.value(options));
            ObjectNode asked = given instanceof ObjectNode object ? object : RequestRules.JSON.createObjectNode();
            asked.put("include_usage", true);
            editor.replaceValue(options, RequestRules.json(asked));
        }
    }

    private void dropIfGiven(int index) {
        if (index >= 0) {
            editor.drop(index);
        }
    }

    /** The cap that the reservation was made for; the client's own when that is lower or the only one. */
    private void cap() {
        long cap = request.outputCap();
        if (cap < 0) {
            return;
        }
        // by each one's own value: what the scan found may be another name's, or that of one that was dropped
        boolean kept = false;
        for (int i = 0; i < members.size(); i++) {
            if (CAPS.contains(members.get(i).name()) && !editor.dropped(i)) {
                if (OutputCap.keeps(RequestRules.tree(editor.value(i)), cap)) {
                    kept = true;
                } else {
                    editor.drop(i);
                }
            }
        }
        if (!kept && !cappedInExtra) {
            editor.append(rules.capName(), Long.toString(cap).getBytes(StandardCharsets.UTF_8));
        }
        given.add(rules.capName());
        given.addAll(CAPS);
    }

    private String refusal() {
        String names = refused.stream().map(name -> '\'' + name + '\'').collect(Collectors.joining(", ", "[", "]"));
        return rules.provider() + " does not support parameters: " + names + ", for model=" + rules.model()
                + ". To drop these, set `litellm.drop_params=True` or for proxy:\n\n`litellm_settings:\n drop_params: true`\n."
                + " \n If you want to use these params dynamically send allowed_openai_params=" + names
                + " in your request.";
    }

    private boolean isGiven(String name) {
        return given.contains(name) || index(name) >= 0;
    }

    private int index(String name) {
        return editor.index(name);
    }

    private Set<String> names(String member, Set<String> always) {
        int i = index(member);
        if (i < 0) {
            return always;
        }
        Set<String> names = new HashSet<>(always);
        RequestRules.tree(editor.value(i)).forEach(name -> names.add(name.asText()));
        return names;
    }

    private boolean memberIsTrue(String name) {
        int i = index(name);
        return i >= 0 && valueIs(i, "true");
    }

    private boolean isNull(int i) {
        return editor.valueIs(i, "null");
    }

    private boolean valueIs(int i, String json) {
        return editor.valueIs(i, json);
    }
}
