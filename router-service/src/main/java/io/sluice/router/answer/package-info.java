/** What a model answered, whichever provider it is behind: steps as they come, and the whole that they make. */
@NullMarked
package io.sluice.router.answer;

import org.jspecify.annotations.NullMarked;
