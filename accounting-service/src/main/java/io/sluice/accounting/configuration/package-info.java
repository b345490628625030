/** The configuration and the service token, when nobody else in the process provides them. */
@NullMarked
package io.sluice.accounting.configuration;

import org.jspecify.annotations.NullMarked;
