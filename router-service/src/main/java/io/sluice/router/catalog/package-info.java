/** Providers and models as data: {@code providers/*.yaml}, prices, context windows, capabilities; and cost arithmetic. Plain Java. */
@NullMarked
package io.sluice.router.catalog;

import org.jspecify.annotations.NullMarked;
