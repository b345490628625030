/** Sessions with OpenAI's and Azure's realtime models: messages pass, and what they cost is read from them. */
@NullMarked
package io.sluice.router.wire.realtime;

import org.jspecify.annotations.NullMarked;
