/** Sluice from outside: what a client, an operator and a provider see, in every shape. */
@NullMarked
package io.sluice.it;

import org.jspecify.annotations.NullMarked;
