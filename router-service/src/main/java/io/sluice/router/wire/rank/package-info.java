/** Which documents fit a question best: Cohere's form for clients, and what providers make of it. */
@NullMarked
package io.sluice.router.wire.rank;

import org.jspecify.annotations.NullMarked;
