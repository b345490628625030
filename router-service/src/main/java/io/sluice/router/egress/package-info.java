/** The one way out to providers: connections, time limits, address check. Nothing else opens a connection to a provider. */
@NullMarked
package io.sluice.router.egress;

import org.jspecify.annotations.NullMarked;
