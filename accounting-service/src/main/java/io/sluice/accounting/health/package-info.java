/** Whether the books may be asked. */
@NullMarked
package io.sluice.accounting.health;

import org.jspecify.annotations.NullMarked;
