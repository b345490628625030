@NullMarked
package io.sluice.contracts.money;

import org.jspecify.annotations.NullMarked;
