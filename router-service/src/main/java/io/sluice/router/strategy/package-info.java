/**
 * Which deployment of a model group takes a call: filters, preferences, a strategy. A decision is a pure function of the request, the
 * candidates, the numbers that were seen and a seed, so that it can be made again and explained afterwards.
 */
@NullMarked
package io.sluice.router.strategy;

import org.jspecify.annotations.NullMarked;
