package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.BodyEditor;
import io.sluice.router.wire.edit.PassedRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@code generateContent} for clients that speak it: bytes pass. What is the gateway's own goes, the deployment's defaults come, the output is
 * capped. The model is named in the body too, as LiteLLM does it.
 */
public final class GenerateContentWire implements Wire {

    private static final String[] CONFIG = {"generationConfig", "generation_config"};
    private static final String[] CAP = {"maxOutputTokens", "max_output_tokens"};

    private final Function<WireCall, String> address;

    /** At AI Studio. */
    public GenerateContentWire() {
        this(GeminiDialect::url);
    }

    /** @param address of a call */
    public GenerateContentWire(Function<WireCall, String> address) {
        this.address = address;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        Target target = call.target();
        BodyEditor editor =
                new BodyEditor(call.request().body(), call.request().scan().topLevel());
        Set<String> drop = new HashSet<>(target.params().strings("additional_drop_params"));
        List<BodyScan.Member> members = call.request().scan().topLevel();
        for (int i = 0; i < members.size(); i++) {
            int index = i;
            String name = members.get(i).name();
            if (name.equals("model")
                    || name.equals("stream")
                    || drop.contains(name)
                    || GatewayMembers.ofRequest(name)
                    || editor.valueIs(i, "null")
                    || OutputCap.exceeds(
                            name,
                            () -> PassedRequest.tree(editor.value(index)),
                            call.request().outputCap())) {
                editor.drop(i);
            }
        }
        editor.append("model", PassedRequest.json(target.providerModel()));
        config(call, editor, drop);
        return CompletableFuture.completedStage(new UpstreamRequest(
                "POST", address.apply(call), RequestHeaders.json(target), editor.build(), List.of()));
    }

    private static void config(WireCall call, BodyEditor editor, Set<String> drop) {
        int at = Math.max(editor.index(CONFIG[0]), editor.index(CONFIG[1]));
        int other = Math.min(editor.index(CONFIG[0]), editor.index(CONFIG[1]));
        if (other >= 0) {
            editor.drop(other); // said twice: the later one counts
        }
        ObjectNode config = at >= 0 && PassedRequest.tree(editor.value(at)) instanceof ObjectNode given
                ? given
                : GeminiDialect.JSON.createObjectNode();
        ObjectNode before = config.deepCopy();
        call.target().params().values().forEach((name, value) -> {
            if (value != null && !call.target().configuredBy(name) && !drop.contains(name)) {
                byDefault(name, GeminiDialect.JSON.valueToTree(value), config, editor);
            }
        });
        OutputCap.put(config, said(config), call.request().outputCap());
        if (config.equals(before)) {
            return;
        }
        if (at >= 0 && !editor.dropped(at)) {
            editor.replaceValue(at, PassedRequest.json(config));
        } else {
            editor.append(CONFIG[0], PassedRequest.json(config));
        }
    }

    /** A deployment's parameter, under OpenAI's name or Google's. */
    private static void byDefault(String name, JsonNode value, ObjectNode config, BodyEditor editor) {
        String google = GeminiRequest.nameInConfig(name);
        if (google != null) {
            if (!config.has(google) && !config.has(name)) {
                config.set(google, value);
            }
        } else if (!editor.has(name) && !editor.has(GoogleNames.camel(name))) {
            editor.append(GoogleNames.camel(name), PassedRequest.json(value));
        }
    }

    /** By which name the client says the limit, or would. */
    private static String said(ObjectNode config) {
        for (String name : CAP) {
            if (config.hasNonNull(name)) {
                return name;
            }
        }
        return CAP[0];
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new GenerateContentReader(call);
    }
}
