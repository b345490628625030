/**
 * What a call does within one model group, from the first choice to the last retry: the rules of {@code strategy}, {@code cooldown}, {@code retry}
 * and {@code hedge} put together. Plain Java; the engine makes the attempts and says what became of them.
 */
@NullMarked
package io.sluice.router.group;

import org.jspecify.annotations.NullMarked;
