/** Snowflake's Cortex. */
@NullMarked
package io.sluice.router.wire.snowflake;

import org.jspecify.annotations.NullMarked;
