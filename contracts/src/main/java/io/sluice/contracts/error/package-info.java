@NullMarked
package io.sluice.contracts.error;

import org.jspecify.annotations.NullMarked;
