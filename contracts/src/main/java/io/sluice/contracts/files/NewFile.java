package io.sluice.contracts.files;

/**
 * A file that is about to be stored.
 *
 * @param owner {@link Owner#of}
 * @param filename as the client called it
 * @param lifetimeSeconds until it is deleted; 0: as long as the installation keeps files
 */
public record NewFile(String id, String owner, String filename, String purpose, long lifetimeSeconds) {}
