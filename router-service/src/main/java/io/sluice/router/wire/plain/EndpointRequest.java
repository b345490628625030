package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's request by the rules of the provider's endpoint: what it refuses is a 400 or left out and named, what it calls otherwise is
 * renamed, the deployment's defaults are there. As bytes, of which those stay that nothing changes, or as a tree. One use.
 */
public final class EndpointRequest {

    /** A single input is sent as a list of one. */
    private static final String INPUT_LIST = "input-list";

    /** It has OpenAI's tokenizer, or passes on to who has. */
    private static final String TAKES_TOKENS = "takes-tokens";

    /** Its vectors are numbers; a client that wants bytes is given bytes made of them. */
    static final String FLOATS_ONLY = "floats-only";

    /** Its errors are told as they came, as LiteLLM does for those that it does not ask through OpenAI's client. */
    static final String VERBATIM_ERRORS = "verbatim-errors";

    private final WireCall call;
    private final PassedRequest passed;

    EndpointRequest(WireCall call) {
        this.call = call;
        this.passed = new PassedRequest(call, name -> true, "");
        EndpointSpec endpoint = endpoint(call);
        if (endpoint != null) {
            apply(endpoint);
        }
    }

    /** What the client has to be told. */
    List<String> notes() {
        return passed.notes();
    }

    private static @Nullable EndpointSpec endpoint(WireCall call) {
        return call.target()
                .provider()
                .profile()
                .endpoints()
                .get(call.request().protocol().endpoint());
    }

    /** What is to be known of the provider's endpoint. */
    static Set<String> quirks(WireCall call) {
        EndpointSpec endpoint = endpoint(call);
        return endpoint == null ? Set.of() : endpoint.quirks();
    }

    private void apply(EndpointSpec endpoint) {
        List<BodyScan.Member> members = call.request().scan().topLevel();
        passed.defaultsAs(endpoint.renames());
        Set<String> refused = endpoint.refuses(call.target().providerModel());
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i).name();
            if (passed.editor().valueIs(i, "null")) {
                continue;
            }
            if (refused.contains(name)) {
                refuse(i, name);
            } else if (endpoint.drops().contains(name)) {
                passed.editor().drop(i);
                passed.notes().add(name);
            } else if (name.equals("encoding_format") && endpoint.quirks().contains(FLOATS_ONLY)) {
                format(i);
            } else if (endpoint.renames().containsKey(name)) {
                passed.editor().rename(i, endpoint.renames().get(name));
            } else if (name.equals("input")) {
                input(i, endpoint.quirks());
            }
        }
    }

    /** Numbers are what the provider gives anyway, and bytes are made of them; other formats it does not have. */
    private void format(int index) {
        if (passed.editor().valueIs(index, "\"float\"") || passed.editor().valueIs(index, "\"base64\"")) {
            passed.editor().drop(index);
        } else {
            refuse(index, "encoding_format");
        }
    }

    /** Lists of tokens become the texts that they stand for, as at LiteLLM; a single list passes, as there. */
    private void input(int index, Set<String> quirks) {
        boolean list = quirks.contains(INPUT_LIST);
        boolean decode = !quirks.contains(TAKES_TOKENS) && Tokens.areInput(call);
        if (!list && !decode) {
            return;
        }
        JsonNode input = PassedRequest.tree(passed.editor().value(index));
        if (decode && input.path(0).isArray()) {
            List<String> texts = new ArrayList<>();
            input.forEach(tokens -> texts.add(Tokens.text(tokens)));
            passed.editor().replaceValue(index, PassedRequest.json(texts));
        } else if (list && !input.isArray()) {
            passed.editor().replaceValue(index, PassedRequest.json(List.of(input)));
        }
    }

    private void refuse(int index, String name) {
        if (!drops()) {
            throw unsupported(call.target(), name);
        }
        passed.editor().drop(index);
        passed.notes().add(name);
    }

    /** Leaves out and names what a provider does not know. */
    public EndpointRequest only(Set<String> known) {
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            if (!known.contains(member.name()) && !GatewayMembers.ofRequest(member.name())) {
                without(member.name());
            }
        }
        return this;
    }

    /** Leaves a member out and names it. */
    EndpointRequest without(String name) {
        int at = passed.editor().index(name);
        if (at >= 0 && !passed.editor().dropped(at)) {
            passed.editor().drop(at);
            passed.notes().add(name);
        }
        return this;
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

    /** The same where the address names the model. */
    UpstreamRequest passedWithoutModel(ChatAddress address) {
        passed.withoutModel();
        return passed(address);
    }

    /** To the provider in its own form. */
    public UpstreamRequest translated(ChatAddress address, ObjectNode body) {
        return sent(address, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same for a body that is no JSON. */
    UpstreamRequest sent(ChatAddress address, byte[] body) {
        return new UpstreamRequest(
                "POST", address.uri(), address.headers(), List.of(ByteBuffer.wrap(body)), passed.notes());
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
