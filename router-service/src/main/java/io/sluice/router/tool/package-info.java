/** The router's part of the command line: {@code ./sluice providers}, {@code ./sluice prices}. Starts without Quarkus. */
@NullMarked
package io.sluice.router.tool;

import org.jspecify.annotations.NullMarked;
