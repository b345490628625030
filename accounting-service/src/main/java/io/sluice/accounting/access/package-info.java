/** Who calls the management API, and how refusals look. */
@NullMarked
package io.sluice.accounting.access;

import org.jspecify.annotations.NullMarked;
