/**
 * Provider wires: each turns a client's request into a provider's bytes, and a provider's bytes into an answer in the client's
 * protocol. Plain Java, no framework.
 */
@NullMarked
package io.sluice.router.wire;

import org.jspecify.annotations.NullMarked;
