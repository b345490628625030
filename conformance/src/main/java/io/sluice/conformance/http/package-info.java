/** HTTP/1.1 at the level of bytes, because cases are about cut streams and odd requests that HTTP libraries forbid. */
@NullMarked
package io.sluice.conformance.http;

import org.jspecify.annotations.NullMarked;
