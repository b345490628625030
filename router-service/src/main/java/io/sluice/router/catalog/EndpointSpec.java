package io.sluice.router.catalog;

/**
 * How one endpoint of a provider is called.
 *
 * @param wire name of the wire
 * @param path below the base URL; {@code {model}} stands for the model's name. Empty when the wire makes it itself
 */
public record EndpointSpec(String wire, String path) {}
