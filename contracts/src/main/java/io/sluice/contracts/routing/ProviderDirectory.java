package io.sluice.contracts.routing;

import java.util.concurrent.CompletionStage;

/** The providers that the engine's catalog knows, for people and programs that look around. */
public interface ProviderDirectory {

    /**
     * A JSON array of objects in the order of their {@code name}, with {@code display_name}, {@code endpoints}, {@code key_variables} and more
     * ({@code docs/providers.md}). Never blocks; fails when the engine cannot be reached. Nobody changes the array.
     */
    CompletionStage<byte[]> json();
}
