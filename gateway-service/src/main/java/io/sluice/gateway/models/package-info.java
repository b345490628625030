/** The model table as clients see it, and look-up of a model by name. */
@NullMarked
package io.sluice.gateway.models;

import org.jspecify.annotations.NullMarked;
