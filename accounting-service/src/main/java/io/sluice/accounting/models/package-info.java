/** Deployments that are added, changed and removed while Sluice runs: checked, sealed, stored, told to the routers. */
@NullMarked
package io.sluice.accounting.models;

import org.jspecify.annotations.NullMarked;
