/** What counts as the same, by aspect. The rules are those of the conformance data's README. */
@NullMarked
package io.sluice.conformance.compare;

import org.jspecify.annotations.NullMarked;
