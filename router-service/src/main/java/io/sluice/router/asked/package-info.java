/** What a request says to the router beside its call, and its body with members changed. */
@NullMarked
package io.sluice.router.asked;

import org.jspecify.annotations.NullMarked;
