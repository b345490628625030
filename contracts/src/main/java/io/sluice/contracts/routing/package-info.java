@NullMarked
package io.sluice.contracts.routing;

import org.jspecify.annotations.NullMarked;
