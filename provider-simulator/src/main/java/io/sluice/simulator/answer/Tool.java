package io.sluice.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** A tool that the model may call; {@code schema} is the JSON schema of its arguments (missing node for none). */
public record Tool(String name, JsonNode schema) {}
