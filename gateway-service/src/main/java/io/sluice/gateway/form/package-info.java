/** Forms with files (multipart/form-data): read as they come, large files on disk, so that a gateway's memory does not depend on what clients upload. */
@NullMarked
package io.sluice.gateway.form;

import org.jspecify.annotations.NullMarked;
