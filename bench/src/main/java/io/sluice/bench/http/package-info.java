/** HTTP/1.1 as far as both ends of the bench need it. */
@NullMarked
package io.sluice.bench.http;

import org.jspecify.annotations.NullMarked;
