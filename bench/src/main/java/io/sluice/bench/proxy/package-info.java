/** The yardstick: a proxy that only passes bytes. */
@NullMarked
package io.sluice.bench.proxy;

import org.jspecify.annotations.NullMarked;
