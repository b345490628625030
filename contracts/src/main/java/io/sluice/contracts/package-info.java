/** What the services say to each other: records, sealed types, and the interfaces between them. No framework. */
@NullMarked
package io.sluice.contracts;

import org.jspecify.annotations.NullMarked;
