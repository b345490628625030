@NullMarked
package io.sluice.contracts.admission;

import org.jspecify.annotations.NullMarked;
