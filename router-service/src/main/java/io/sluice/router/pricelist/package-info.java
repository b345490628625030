/**
 * Price lists from outside: LiteLLM's public list and its field names in configurations, read into the {@code catalog}'s tables; where a
 * list comes from, and what has to be true of it before it is used. Plain Java.
 */
@NullMarked
package io.sluice.router.pricelist;

import org.jspecify.annotations.NullMarked;
