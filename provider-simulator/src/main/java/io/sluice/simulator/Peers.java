package io.sluice.simulator;

import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All providers. A call goes to the one that its path names, else to the first one that serves it. */
final class Peers {

    private final List<Protocol> inOrder;
    private final Map<String, Protocol> byName = new HashMap<>();

    /** @param inOrder the last one answers calls that nobody serves */
    Peers(List<Protocol> inOrder) {
        this.inOrder = inOrder;
        inOrder.forEach(protocol -> byName.put(protocol.name(), protocol));
    }

    /** The provider that a call is for, if any. */
    Optional<Protocol> of(Call call) {
        Protocol named = byName.get(call.address());
        if (named != null && named.serves(call)) {
            return Optional.of(named);
        }
        for (Protocol protocol : inOrder) {
            if (protocol.serves(call)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** The refusal of a call that no provider serves. */
    Reply unknown(Call call) {
        Protocol named = byName.getOrDefault(call.address(), inOrder.getLast());
        return named.refuse(call, 404, "Invalid URL (" + call.method() + " " + call.path() + ")");
    }
}
