package io.sluice.gateway.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * {@code GET /providers}: all that is known of them, for any key. {@code GET /public/providers}: their names for anybody, as LiteLLM has it. The
 * edge has checked who may before a request gets here.
 */
@ApplicationScoped
class ProviderPages {

    private static final Logger LOG = Logger.getLogger(ProviderPages.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    void register(@Observes Router router, ProviderDirectory directory) {
        router.route(HttpMethod.GET, "/providers").handler(call -> answer(call, directory, all -> all));
        router.route(HttpMethod.GET, "/public/providers")
                .handler(call -> answer(call, directory, ProviderPages::names));
    }

    private static void answer(RoutingContext call, ProviderDirectory directory, UnaryOperator<byte[]> page) {
        call.request().resume();
        Future.fromCompletionStage(directory.json(), call.vertx().getOrCreateContext())
                .map(page)
                .onSuccess(body -> {
                    if (!call.response().closed()) {
                        call.response()
                                .putHeader("content-type", "application/json")
                                .end(Buffer.buffer(body));
                    }
                })
                .onFailure(away -> {
                    LOG.warnf("the list of providers cannot be had: %s", away.getMessage());
                    Refusal refusal =
                            Refusal.of(503, "service_unavailable", "The list of providers cannot be had just now.");
                    ErrorAnswers.send(call.request(), refusal, Protocol.OPENAI_CHAT);
                });
    }

    private static byte[] names(byte[] all) {
        try {
            List<String> names = new ArrayList<>();
            for (JsonNode provider : JSON.readTree(all)) {
                names.add(provider.path("name").asText());
            }
            return JSON.writeValueAsBytes(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
