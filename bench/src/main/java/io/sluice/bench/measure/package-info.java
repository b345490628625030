/** Processor time, memory and quiet of the machine, read from {@code /proc}. */
@NullMarked
package io.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
