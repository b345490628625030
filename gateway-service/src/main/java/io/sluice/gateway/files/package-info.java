/** Uploads and downloads of files, streamed in pieces between clients and the books. */
@NullMarked
package io.sluice.gateway.files;

import org.jspecify.annotations.NullMarked;
