package io.sluice.gateway.admission;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.money.Money;
import java.util.Map;

/** What a call holds of its scopes until it is settled. Thread-safe. */
public interface Reservation {

    /** Output cap a choice to send to the provider, or -1 when no limit needs one and the client gave none. */
    long outputCap();

    /** True when the cap is ours, not the client's: it is named in the header {@code x-sluice-output-cap}. */
    boolean capImposed();

    /** Nano-dollars that all attempts may cost; {@link Long#MAX_VALUE} when no money limit binds. */
    long spendable();

    /** Upper bound that was reserved. */
    Money bound();

    /** Budget windows the cost will be charged to: scope to window start, epoch milliseconds. */
    Map<String, Long> charges();

    /**
     * What a limit of the caller's key leaves now, this call counted.
     *
     * @return in the meter's unit; -1 when the key has no such limit
     */
    long left(Meter meter);

    /**
     * Replaces the reservation by what was used, exactly once; later calls only write.
     *
     * @param cost over all attempts
     * @param tokens over all attempts, input and output
     * @param written writes the cost down, and does not throw. Where limits are kept it is one step with the replacement: whoever looks at what was spent sees
     *     neither or both, and counts no cost twice
     */
    void settle(Money cost, long tokens, Runnable written);

    /** The call never reached a provider: everything goes back, the request count too. */
    void release();
}
