/** Batches: OpenAI's {@code /v1/batches}, the lines that gateways run, and their way from an input file to result files. */
@NullMarked
package io.sluice.accounting.batches;

import org.jspecify.annotations.NullMarked;
