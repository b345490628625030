/** Where deployments are: cloud regions, jurisdictions, distances. */
@NullMarked
package io.sluice.router.region;

import org.jspecify.annotations.NullMarked;
