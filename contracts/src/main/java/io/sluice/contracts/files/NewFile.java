package io.sluice.contracts.files;

/**
 * A file that is about to be stored.
 *
 * @param owner {@link Owner#of}
 * @param filename as the client called it
 * @param lifetimeSeconds until it is deleted; 0: as long as the installation keeps files
 */
public record NewFile(String id, String owner, String filename, String purpose, long lifetimeSeconds) {

    /** Of {@code expires_after} and {@code output_expires_after}: platform.openai.com/docs/api-reference/files/create (seen 2026-11-26). */
    public static final long LEAST_SECONDS = 3_600;

    public static final long MOST_SECONDS = 2_592_000;

    /** A century: of files that their provider keeps until they are deleted. */
    public static final long FOREVER_SECONDS = 3_155_760_000L;

    /** Whether a client may ask for a file to be kept so long. */
    public static boolean mayLive(long seconds) {
        return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
    }
}
