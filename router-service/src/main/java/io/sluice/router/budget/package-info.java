/** Budgets of providers, tags and deployments: who spent theirs takes no calls until the window ends. */
@NullMarked
package io.sluice.router.budget;

import org.jspecify.annotations.NullMarked;
