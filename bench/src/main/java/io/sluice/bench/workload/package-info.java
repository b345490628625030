/** What is asked of the subjects. */
@NullMarked
package io.sluice.bench.workload;

import org.jspecify.annotations.NullMarked;
