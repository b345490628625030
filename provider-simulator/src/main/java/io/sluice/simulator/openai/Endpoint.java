package io.sluice.simulator.openai;

import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Route;
import io.sluice.simulator.exchange.Upload;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint.
 *
 * @param needed members that the body must have, {@code model} among them; files of a form count too
 * @param prompt the text in which directives may stand
 * @param reply the answer, given the call and what stands in the route's open segment
 */
record Endpoint(
        Route route, List<String> needed, Function<Call, String> prompt, BiFunction<Call, String, Reply> reply) {

    static Endpoint of(String route, BiFunction<Call, String, Reply> reply) {
        return new Endpoint(Route.of(route), List.of(), call -> "", reply);
    }

    static Endpoint of(String route, List<String> needed, Function<Call, String> prompt, Function<Call, Reply> reply) {
        return new Endpoint(Route.of(route), needed, prompt, (call, id) -> reply.apply(call));
    }

    /** Why the body will not do, null when it will. */
    @Nullable
    OpenAiError check(Call call) {
        if (needed.isEmpty()) {
            return null;
        }
        if (!call.body().isObject()) {
            return OpenAiError.invalid("The body of the request is not a JSON object.", null, null);
        }
        for (String name : needed) {
            if (name.equals("model") && call.model().isEmpty()) {
                return OpenAiError.invalid("you must provide a model parameter", null, null);
            }
            if (!call.body().has(name) && !uploaded(call, name)) {
                return OpenAiError.invalid(
                        "Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
            }
        }
        return null;
    }

    private static boolean uploaded(Call call, String name) {
        for (Upload upload : call.uploads()) {
            if (upload.field().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
