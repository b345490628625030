package io.sluice.accounting.books;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.CallerCodec;
import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.usage.UsageEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Talks to the books as a gateway does. */
public final class Books {

    private static final String TOKEN =
            ServiceToken.of(Optional.empty(), Machine.MASTER_KEY).value();

    private final Caller caller;

    private Books(Caller caller) {
        this.caller = caller;
    }

    public static Books admin() {
        return new Books(new Caller.Admin("0".repeat(64)));
    }

    /** The holder of a key that the books know. */
    public static Books holder(String hash) {
        Response response = internal().get("/internal/keys/" + hash);
        if (response.statusCode() != 200) {
            throw new AssertionError("no such key: " + response.statusCode());
        }
        return new Books(new Caller.KeyHolder(SeamJson.read(response.asByteArray(), VirtualKey.class)));
    }

    public static RequestSpecification internal() {
        return given().header(ServiceToken.HEADER, TOKEN);
    }

    public static Response deliver(List<UsageEvent> events) {
        return internal()
                .contentType(ContentType.JSON)
                .body(SeamJson.bytes(events))
                .post("/internal/usage");
    }

    private RequestSpecification call() {
        return internal().header(CallerCodec.HEADER, CallerCodec.header(caller));
    }

    /** @param body anything that becomes a JSON object */
    public Response post(String path, Object body) {
        return call().contentType(ContentType.JSON).body(body).post(path);
    }

    public Response patch(String path, Object body) {
        return call().contentType(ContentType.JSON).body(body).patch(path);
    }

    public Response get(String path) {
        return call().get(path);
    }

    public Response get(String path, Map<String, ?> query) {
        return call().queryParams(query).get(path);
    }

    /** A new key with these fields: the answer of {@code /key/generate}. */
    public Response generate(Map<String, ?> fields) {
        Response response = post("/key/generate", fields);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.asString());
        }
        return response;
    }
}
