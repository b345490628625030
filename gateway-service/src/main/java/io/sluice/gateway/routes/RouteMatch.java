package io.sluice.gateway.routes;

/** What the table says about a request. */
public sealed interface RouteMatch {

    /**
     * @param variable decoded text of the template's variable; empty for an exact path
     */
    record Found(Route route, String variable) implements RouteMatch {}

    /** The path exists. {@code allow} is the value of the {@code allow} header. */
    record WrongMethod(String allow) implements RouteMatch {}

    record NotFound() implements RouteMatch {}
}
