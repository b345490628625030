/**
 * A deterministic simulation of gateways, grantor, books and journals: real admission code, virtual time, and a schedule of arrivals and
 * faults that follows from a seed.
 */
@NullMarked
package io.sluice.gateway.slice.simulation;

import org.jspecify.annotations.NullMarked;
