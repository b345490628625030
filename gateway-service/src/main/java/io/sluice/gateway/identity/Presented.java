package io.sluice.gateway.identity;

/** What a request presents as its key. */
sealed interface Presented {

    record Key(String value) implements Presented {

        /** Without the key. */
        @Override
        public String toString() {
            return "Key[hidden]";
        }
    }

    record Nothing() implements Presented {}

    record Malformed() implements Presented {}
}
