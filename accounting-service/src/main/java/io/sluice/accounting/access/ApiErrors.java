package io.sluice.accounting.access;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Writes refusals. */
public class ApiErrors {

    @ServerExceptionMapper
    public Response map(ApiException refusal) {
        return response(refusal);
    }

    static Response response(ApiException refusal) {
        Response response = Json.response(refusal.status(), refusal.body());
        if (refusal.status() == 503) {
            response.getHeaders().putSingle("retry-after", "1");
        }
        return response;
    }
}
