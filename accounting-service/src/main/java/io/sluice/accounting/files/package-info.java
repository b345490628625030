/** Files in PostgreSQL, in pieces, and OpenAI's {@code /v1/files} but upload and download, which the gateway streams. */
@NullMarked
package io.sluice.accounting.files;

import org.jspecify.annotations.NullMarked;
