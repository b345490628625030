package io.sluice.contracts.files;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import java.util.Optional;

/**
 * Whose a file or a batch is: the user's of the key that made it, else the team's, else that key's alone. So keys of one user see each other's, and a key
 * that is made anew for the same user finds what the old one left. The holder of the master key sees all.
 */
public final class Owner {

    private static final String ADMIN = "admin";

    private Owner() {}

    /** The owner of what this caller makes. */
    public static String of(Caller caller) {
        VirtualKey key = caller.virtualKey();
        if (key == null) {
            return ADMIN;
        }
        if (key.userId() != null) {
            return "user:" + key.userId();
        }
        return key.teamId() != null ? "team:" + key.teamId() : "key:" + key.hash();
    }

    /** The owner to whose things this caller is kept; empty: sees all. */
    public static Optional<String> scope(Caller caller) {
        return caller instanceof Caller.Admin ? Optional.empty() : Optional.of(of(caller));
    }
}
