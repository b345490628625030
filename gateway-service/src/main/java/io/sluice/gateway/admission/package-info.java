@NullMarked
package io.sluice.gateway.admission;

import org.jspecify.annotations.NullMarked;
