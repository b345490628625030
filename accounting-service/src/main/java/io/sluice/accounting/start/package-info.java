/** How the books come to life as a service of their own. */
@NullMarked
package io.sluice.accounting.start;

import org.jspecify.annotations.NullMarked;
