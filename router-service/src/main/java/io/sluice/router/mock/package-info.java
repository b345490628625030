/** LiteLLM's mocks: answers that no provider gave, for whoever tests an application or the gateway itself. */
@NullMarked
package io.sluice.router.mock;

import org.jspecify.annotations.NullMarked;
