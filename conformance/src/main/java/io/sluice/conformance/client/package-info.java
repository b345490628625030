/** The client of a case: sends its request to the gateway and keeps what came back. */
@NullMarked
package io.sluice.conformance.client;

import org.jspecify.annotations.NullMarked;
