/** JSON trees as the comparison sees them. */
@NullMarked
package io.sluice.conformance.json;

import org.jspecify.annotations.NullMarked;
