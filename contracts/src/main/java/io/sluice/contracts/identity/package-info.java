@NullMarked
package io.sluice.contracts.identity;

import org.jspecify.annotations.NullMarked;
