/** A scripted provider that answers as a case says and keeps what it was asked. */
@NullMarked
package io.sluice.conformance.provider;

import org.jspecify.annotations.NullMarked;
