/** Ollama: chat, generate, embed, tags, show, version. */
@NullMarked
package io.sluice.simulator.ollama;

import org.jspecify.annotations.NullMarked;
