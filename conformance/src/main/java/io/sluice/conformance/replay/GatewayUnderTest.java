package io.sluice.conformance.replay;

import java.net.URI;

/**
 * A gateway that runs.
 *
 * @param address base URL, plain HTTP
 * @param masterKey the key that requests carry unless a case says otherwise
 */
public record GatewayUnderTest(URI address, String masterKey) {}
