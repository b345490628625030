package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.conversation.GatewayMembers;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.BodyEditor;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.EndpointRules;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.openai.ChatAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    /** It has both, and is asked for bytes, a third of the size, when the client says nothing: as LiteLLM asks Azure. The client is given numbers. */
    private static final String BYTES_UNSAID = "bytes-unsaid";

    private static final String FORMAT = "encoding_format";

    /** Its errors are told as they came, as LiteLLM does for those that it does not ask through OpenAI's client. */
    static final String VERBATIM_ERRORS = "verbatim-errors";

    private final WireCall call;
    private final PassedRequest passed;
    private final EndpointRules rules;

    public EndpointRequest(WireCall call) {
        this.call = call;
        this.passed = new PassedRequest(call, name -> true, "");
        this.rules = new EndpointRules(call, passed, name -> unsupported(call.target(), name));
        rules.apply();
        if (rules.has(FLOATS_ONLY)) {
            format();
        }
        if (asksForBytes(call)) {
            dropNull();
            passed.append(FORMAT, "base64");
        }
        input();
    }

    /** What the client has to be told. */
    public List<String> notes() {
        return passed.notes();
    }

    /** Numbers are what the provider gives anyway, and bytes are made of them; other formats it does not have. */
    private void format() {
        int index = given(FORMAT);
        if (index < 0) {
            return;
        }
        if (passed.editor().valueIs(index, "\"float\"") || passed.editor().valueIs(index, "\"base64\"")) {
            passed.editor().drop(index);
        } else {
            rules.refuse(index, FORMAT);
        }
    }

    /** Whether bytes come that the client did not ask for. */
    static boolean asksForBytes(WireCall call) {
        if (!EndpointRules.of(call).quirks().contains(BYTES_UNSAID)
                || call.target().params().values().containsKey(FORMAT)) {
            return false;
        }
        BodyEditor body =
                new BodyEditor(call.request().body(), call.request().scan().topLevel());
        int at = body.index(FORMAT);
        return at < 0 || body.valueIs(at, "null");
    }

    private void dropNull() {
        int index = given(FORMAT);
        if (index >= 0) {
            passed.editor().drop(index);
        }
    }

    /** Lists of tokens become the texts that they stand for, as at LiteLLM; a single list passes, as there. */
    private void input() {
        int index = given("input");
        boolean list = rules.has(INPUT_LIST);
        boolean decode = !rules.has(TAKES_TOKENS) && Tokens.areInput(call);
        if (index < 0 || passed.editor().valueIs(index, "null") || (!list && !decode)) {
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

    /** -1 when the client does not say it, or it is left out. */
    private int given(String name) {
        int at = passed.editor().index(name);
        return at < 0 || passed.editor().dropped(at) ? -1 : at;
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
    public EndpointRequest without(String name) {
        int at = given(name);
        if (at >= 0) {
            passed.leaveOut(at);
        }
        return this;
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
        ByteBuffer json = ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8));
        return new UpstreamRequest("POST", address.uri(), address.headers(), List.of(json), passed.notes());
    }

    /** The request as a tree, with the provider's name of the model. */
    public ObjectNode tree() {
        Bytes all = new Bytes(call.request().body().remaining());
        passed.body().forEach(piece -> all.add(piece.duplicate()));
        return (ObjectNode) PassedRequest.tree(all.array(), 0, all.length());
    }
}
