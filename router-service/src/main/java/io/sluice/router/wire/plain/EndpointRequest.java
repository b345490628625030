package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A client's request by the rules of the provider's endpoint: what it refuses is a 400 or left out and named, what it calls otherwise is
 * renamed, the deployment's defaults are there. As bytes, of which those stay that nothing changes, or as a tree. One use.
 */
public final class EndpointRequest {

    /** A single input is sent as a list of one. */
    private static final String INPUT_LIST = "input-list";

    /** Followed by a member's name: it is left out and named, though nobody asked to drop it, as LiteLLM leaves it out without a word. */
    private static final String LEAVES_OUT = "leaves-out-";

    private final WireCall call;
    private final PassedRequest passed;
    private final Set<String> quirks;

    EndpointRequest(WireCall call) {
        this.call = call;
        this.passed = new PassedRequest(call, name -> true, "");
        EndpointSpec endpoint = call.target()
                .provider()
                .profile()
                .endpoints()
                .get(call.request().protocol().endpoint());
        this.quirks = endpoint == null ? Set.of() : endpoint.quirks();
        if (endpoint != null) {
            apply(endpoint);
        }
    }

    /** Whether the provider's endpoint has this quirk. */
    boolean has(String quirk) {
        return quirks.contains(quirk);
    }

    /** What the client has to be told. */
    List<String> notes() {
        return passed.notes();
    }

    private void apply(EndpointSpec endpoint) {
        List<BodyScan.Member> members = call.request().scan().topLevel();
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i).name();
            if (passed.editor().valueIs(i, "null")) {
                continue;
            }
            if (endpoint.quirks().contains(LEAVES_OUT + name)) {
                passed.editor().drop(i);
                passed.notes().add(name);
            } else if (endpoint.refuses().contains(name)) {
                refuse(i, name);
            } else if (endpoint.renames().containsKey(name)) {
                passed.editor().rename(i, endpoint.renames().get(name));
            } else if (name.equals("input") && endpoint.quirks().contains(INPUT_LIST)) {
                JsonNode input = PassedRequest.tree(passed.editor().value(i));
                if (!input.isArray()) {
                    passed.editor().replaceValue(i, PassedRequest.json(List.of(input)));
                }
            }
        }
    }

    private void refuse(int index, String name) {
        if (!drops()) {
            throw unsupported(call.target(), name);
        }
        passed.editor().drop(index);
        passed.notes().add(name);
    }

    /** {@code drop_params} of the deployment, or of the request itself. */
    private boolean drops() {
        int asked = passed.editor().index("drop_params");
        return call.target().dropParams() || (asked >= 0 && passed.editor().valueIs(asked, "true"));
    }

    /** For what no list of names can say; becomes a 400 even with {@code drop_params}. */
    public static UnsupportedRequestException unsupported(Target target, String name) {
        return new UnsupportedRequestException(target.provider().name() + " does not support parameters: " + name
                + ", for model=" + target.providerModel()
                + ". To drop these, set `litellm_settings: drop_params: true`");
    }

    /** To the provider in OpenAI's form. */
    public UpstreamRequest passed(ChatAddress address) {
        return new UpstreamRequest("POST", address.uri(), address.headers(), passed.body(), passed.notes());
    }

    /** To the provider in its own form. */
    public UpstreamRequest translated(ChatAddress address, ObjectNode body) {
        return new UpstreamRequest(
                "POST",
                address.uri(),
                address.headers(),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                passed.notes());
    }

    /** The request as a tree, with the provider's name of the model. */
    public ObjectNode tree() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : passed.body()) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            all.writeBytes(bytes);
        }
        return (ObjectNode) PassedRequest.tree(all.toByteArray());
    }
}
