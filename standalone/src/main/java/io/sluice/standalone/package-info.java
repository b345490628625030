/** The three services in one process, on an embedded PostgreSQL and without Redis: the default for one machine. */
@NullMarked
package io.sluice.standalone;

import org.jspecify.annotations.NullMarked;
