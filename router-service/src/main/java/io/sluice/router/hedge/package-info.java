/** A second call beside one whose first token is late. Plain Java. */
@NullMarked
package io.sluice.router.hedge;

import org.jspecify.annotations.NullMarked;
