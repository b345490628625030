/** Which group follows one that failed. */
@NullMarked
package io.sluice.router.fallback;

import org.jspecify.annotations.NullMarked;
