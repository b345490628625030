@NullMarked
package io.sluice.contracts.usage;

import org.jspecify.annotations.NullMarked;
