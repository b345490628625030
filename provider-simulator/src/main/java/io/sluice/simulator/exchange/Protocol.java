package io.sluice.simulator.exchange;

/**
 * A provider's protocol, used by all event loops at once. Implementations keep no state of a call; what a provider stores
 * (files, batches, predictions) they keep in a {@link Shelf}.
 */
public interface Protocol {

    /**
     * The path segment by which a caller can address this provider ({@code /mistral/v1/chat/completions}), needed where
     * the rest of the path is another provider's too.
     */
    String name();

    /** Whether a call is for this provider, when it names none. */
    boolean serves(Call call);

    /** What directives and the journal look at before the call is answered. */
    Glance glance(Call call);

    /** The answer to a call that {@link #serves} took or that named this provider; refusals are answers too. */
    Reply answer(Call call);

    /** An error in this protocol's own form. */
    Reply.Whole refuse(Call call, int status, String message);

    /**
     * The outline of a request.
     *
     * @param prompt text of the last user message
     */
    record Glance(String model, boolean stream, String prompt) {}
}
