package io.sluice.configuration;

/**
 * Something that the operator should know about a configuration.
 *
 * @param path where, for example {@code general_settings.cache_params} or {@code model_list[2].litellm_params.api_key}
 */
public record Notice(Severity severity, String path, String message) {

    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
