package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/**
 * A client's {@code extra_body}, whose members go into the provider's body as they are ({@code litellm-behaviour.md} 1.4), but for what the gateway has decided when it let
 * the call in: another model would be neither one of the key's nor the one that is priced, a stream would not be read as one,
 * and more choices, or more to read, would not be in what the call may cost. Stateless.
 */
public final class ExtraBody {

    private static final List<String> DECIDED = List.of(
            "model",
            "models",
            "stream",
            "n",
            "candidateCount",
            "background",
            "messages",
            "input",
            "contents",
            "previous_response_id",
            "conversation",
            "cachedContent",
            "cached_content");

    private ExtraBody() {}

    /** @param notes gets the names of what is left out */
    public static ObjectNode of(ObjectNode given, Collection<String> notes) {
        ObjectNode extra = given.deepCopy();
        for (String name : DECIDED) {
            if (extra.remove(name) != null) {
                notes.add("extra_body." + name);
            }
        }
        return extra;
    }
}
