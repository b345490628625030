/** What an answer consists of, whichever provider gave it: every decoder speaks these events, every client protocol is written from them. */
@NullMarked
package io.sluice.router.wire.event;

import org.jspecify.annotations.NullMarked;
