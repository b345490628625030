package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What happened when a case was replayed, masked and in the form of a case's {@code expect}.
 *
 * @param requests what the provider was asked, equal ones in a row folded
 * @param response what the client got
 */
public record Observation(JsonNode requests, JsonNode response) {}
