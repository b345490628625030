@NullMarked
package io.sluice.gateway.journal;

import org.jspecify.annotations.NullMarked;
