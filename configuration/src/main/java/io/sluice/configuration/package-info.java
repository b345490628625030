/** Reads {@code litellm_config.yaml} and the environment; plain Java, shared by the three services and the command line. */
@NullMarked
package io.sluice.configuration;

import org.jspecify.annotations.NullMarked;
