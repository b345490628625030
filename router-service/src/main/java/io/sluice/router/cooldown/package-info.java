/** Health of deployments: who is at fault for a failure, when a deployment rests, how it comes back. Plain Java, lock-free. */
@NullMarked
package io.sluice.router.cooldown;

import org.jspecify.annotations.NullMarked;
