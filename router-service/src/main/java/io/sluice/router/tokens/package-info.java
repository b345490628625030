/** How many tokens texts and requests come to, by OpenAI's vocabularies. */
@NullMarked
package io.sluice.router.tokens;

import org.jspecify.annotations.NullMarked;
