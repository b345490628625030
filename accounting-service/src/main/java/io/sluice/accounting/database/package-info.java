/** The PostgreSQL of the books: its address, its schema, waiting for it. */
@NullMarked
package io.sluice.accounting.database;

import org.jspecify.annotations.NullMarked;
