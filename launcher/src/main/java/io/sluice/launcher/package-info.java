/** What one machine needs around the services: a data folder, a master key, PostgreSQL, Redis, processes. Plain Java. */
@NullMarked
package io.sluice.launcher;

import org.jspecify.annotations.NullMarked;
