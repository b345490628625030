package io.sluice.router.strategy;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which affinities are kept, by LiteLLM's names in {@code optional_pre_call_checks}: {@code session_affinity}, {@code prompt_caching},
 * {@code deployment_affinity} (a key stays on its deployment).
 */
public record AffinityRules(boolean session, boolean prompt, boolean caller) {

    public static final AffinityRules NONE = new AffinityRules(false, false, false);

    static AffinityRules read(List<String> optionalPreCallChecks) {
        return new AffinityRules(
                optionalPreCallChecks.contains("session_affinity"),
                optionalPreCallChecks.contains("prompt_caching"),
                optionalPreCallChecks.contains("deployment_affinity"));
    }

    public boolean any() {
        return session || prompt || caller;
    }

    /**
     * The affinity of a request, the narrowest first: a session is a conversation, a prompt a kind of them, a caller all of its own. 0: none.
     *
     * @param sessionId as the client names it, or null
     * @param promptBytes tools, system text and messages in the order in which the provider caches them
     */
    public long of(String callerKey, @Nullable String sessionId, ByteBuffer promptBytes) {
        if (session && sessionId != null) {
            return Affinity.ofSession(callerKey, sessionId);
        }
        long byPrompt = prompt ? Affinity.ofPrompt(callerKey, promptBytes) : 0;
        return byPrompt == 0 && caller ? Affinity.ofSession(callerKey, "") : byPrompt;
    }
}
