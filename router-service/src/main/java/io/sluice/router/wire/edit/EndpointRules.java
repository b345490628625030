package io.sluice.router.wire.edit;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules that the catalog has for a provider's endpoint, and what they do to a client's request: what the endpoint refuses is a 400 or left
 * out and named, what changes nothing is left out and named, what it calls otherwise is renamed. Its quirks are the wire's to heed. One use.
 */
public final class EndpointRules {

    /** Of an endpoint of which nothing is known. */
    private static final EndpointSpec NONE = new EndpointSpec("", "");

    private final WireCall call;
    private final PassedRequest request;
    private final EndpointSpec spec;
    private final Function<String, UnsupportedRequestException> refusal;

    /** @param refusal of a member, in the words of the client's protocol */
    public EndpointRules(WireCall call, PassedRequest request, Function<String, UnsupportedRequestException> refusal) {
        this.call = call;
        this.request = request;
        this.spec = of(call);
        this.refusal = refusal;
    }

    /** What is known of the endpoint that the call is for. */
    public static EndpointSpec of(WireCall call) {
        return call.target()
                .provider()
                .profile()
                .endpoints()
                .getOrDefault(call.request().protocol().endpoint(), NONE);
    }

    public boolean has(String quirk) {
        return spec.quirks().contains(quirk);
    }

    /** Before {@link PassedRequest#body}. */
    public void apply() {
        request.defaultsAs(spec.renames());
        Set<String> refused = spec.refuses(call.target().providerModel());
        List<BodyScan.Member> members = call.request().scan().topLevel();
        for (int i = 0; i < members.size(); i++) {
            String name = members.get(i).name();
            if (refused.contains(name)) {
                refuse(i, name);
            } else if (request.editor().valueIs(i, "null")) {
                continue; // goes anyway
            } else if (spec.drops().contains(name)) {
                request.leaveOut(i);
            } else if (spec.renames().containsKey(name)) {
                request.editor().rename(i, spec.renames().get(name));
            }
        }
    }

    /**
     * A 400, or with {@code drop_params} of the deployment or of the request itself left out and named; nothing for a null.
     *
     * @param said what the refusal calls it
     */
    public void refuse(int index, String said) {
        if (request.editor().valueIs(index, "null")) {
            return;
        }
        if (!drops()) {
            throw refusal.apply(said);
        }
        request.leaveOut(index);
    }

    private boolean drops() {
        int asked = request.editor().index("drop_params");
        return call.target().dropParams() || (asked >= 0 && request.editor().valueIs(asked, "true"));
    }
}
