/** Measures Sluice beside bare proxies on one machine ({@code docs/performance.md}). */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
