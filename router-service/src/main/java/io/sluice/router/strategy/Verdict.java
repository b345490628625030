package io.sluice.router.strategy;

/** Why a candidate may not take a call, or was passed over. In the order in which it is asked. */
public enum Verdict {
    KEPT("may take the call", 200),
    RESIDENCY("is not in a place where the data may go", 403),
    TAGS("has none of the tags", 401),
    CAPABILITY("others can what the request asks for", 200),
    CONTEXT_WINDOW("its context window is smaller than the prompt", 400),
    RESTING("rests after failures", 429),
    PARALLEL("makes as many calls at once as it may", 429),
    BUDGET("its budget, its provider's or that of one of the call's tags is used up", 429),
    LIMITS("its requests or tokens of the minute are used up", 429),
    UNTAGGED("others have the tag itself", 200),
    TRIED("was asked by this call already", 200),
    ORDER("others come before it by order", 200),
    CANARY("the call is on the other side of the canary's share", 200),
    NOT_CHOSEN("another one was chosen", 200);

    private final String says;
    private final int status;

    Verdict(String says, int status) {
        this.says = says;
        this.status = status;
    }

    /** What a client gets when nobody is left for this reason; as LiteLLM, which has no residency. 200: nobody is refused for it. */
    public int status() {
        return status;
    }

    /** Half a sentence for people; the candidate is its subject. */
    public String says() {
        return says;
    }
}
