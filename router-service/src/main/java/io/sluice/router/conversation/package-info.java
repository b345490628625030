/**
 * What a client says to a chat model, whichever protocol it said it in and whichever provider will hear it. Client protocols read into it, wires
 * write from it, so that each of both is written once. Plain values, immutable but for JSON that is passed on as it came.
 */
@NullMarked
package io.sluice.router.conversation;

import org.jspecify.annotations.NullMarked;
