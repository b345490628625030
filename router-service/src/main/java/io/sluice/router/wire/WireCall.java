package io.sluice.router.wire;

import io.sluice.contracts.routing.RouteRequest;

/** One attempt as a wire sees it. */
public record WireCall(Target target, RouteRequest request) {}
