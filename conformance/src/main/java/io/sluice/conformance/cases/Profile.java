package io.sluice.conformance.cases;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The rest of a configuration that cases share; each profile is one gateway process.
 *
 * @param config members beside {@code model_list}
 * @param environment variables of the process; values may hold {@code ${UPSTREAM}}
 * @param database whether LiteLLM needs a database for it
 */
public record Profile(String name, ObjectNode config, Map<String, String> environment, boolean database) {}
