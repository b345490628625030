package io.sluice.contracts.files;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The bytes of files, in pieces, so that nobody holds a file whole. Directly in the standalone, over HTTP in the suite. Never blocks; a stage fails when the
 * books cannot be asked.
 */
public interface FileStore {

    /** Bytes of each piece but the last. */
    int PIECE = 1 << 20;

    /** Ids of one question. */
    int MOST_IDS = 1_000;

    /** Nobody sees the file before it is complete; one that never is goes after a day. */
    CompletionStage<Void> begin(NewFile file);

    /** Pieces come one after the other, from 0. */
    CompletionStage<Void> append(String id, int piece, byte[] bytes);

    CompletionStage<StoredFile> complete(String id);

    /**
     * Notes whose a file is that a provider keeps. Fails when there is a file of this id.
     *
     * @param file with the provider's id
     */
    CompletionStage<StoredFile> note(NewFile file, String provider, long bytes);

    /** False: there was none. One that an open batch needs is only not seen any more. */
    CompletionStage<Boolean> delete(String id, Optional<String> scope);

    /** @param scope {@link Owner#scope}: files of others are not there */
    CompletionStage<Optional<StoredFile>> find(String id, Optional<String> scope);

    /**
     * One of these files that is somebody else's, be it kept here or at a provider; empty: none of them is.
     *
     * @param ids {@link #MOST_IDS} at most
     * @param owner who asks
     */
    CompletionStage<Optional<String>> foreign(Set<String> ids, String owner);

    /** A piece of a file that was found; empty past its end, or when it was deleted. */
    CompletionStage<Optional<byte[]>> piece(String id, int piece);
}
