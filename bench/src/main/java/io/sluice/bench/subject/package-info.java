/** What is measured, as processes that are started and stopped. */
@NullMarked
package io.sluice.bench.subject;

import org.jspecify.annotations.NullMarked;
