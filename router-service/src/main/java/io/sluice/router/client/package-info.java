/** The protocols that clients speak to chat models, one package each: what they ask is read into a conversation, and what the model answers is written back. */
@NullMarked
package io.sluice.router.client;

import org.jspecify.annotations.NullMarked;
