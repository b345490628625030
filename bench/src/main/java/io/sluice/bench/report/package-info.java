/** Tables, ratios and the targets of the issue. */
@NullMarked
package io.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
