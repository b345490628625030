package io.sluice.configuration;

/**
 * Something that the operator should know about a configuration. What a notice names does not keep the rest from serving.
 *
 * @param path where, as the file has it, for example {@code general_settings.cache} or {@code model_list[2]}
 */
public record Notice(Kind kind, String path, String message) {

    /** What an operator reads together, in the order in which it is shown. */
    public enum Kind {
        /** an entry that cannot be read and is left out */
        MISTAKE("left out"),
        /** nobody knows the key; most likely a typing error */
        UNKNOWN("unknown, without effect"),
        /** accepted, and does nothing before a later version */
        NOT_ACTIVE("not active yet"),
        /** a variable that is named and not set, where that keeps nothing from serving */
        UNSET("not set, read as absent");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Heading of the notices of this kind. */
        public String title() {
            return title;
        }
    }
}
