/** Reading JSON as bytes with positions, for code that splices bodies instead of re-encoding them. */
@NullMarked
package io.sluice.contracts.json;

import org.jspecify.annotations.NullMarked;
