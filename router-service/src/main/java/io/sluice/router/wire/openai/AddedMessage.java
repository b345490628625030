package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.wire.SpacedJson;
import io.sluice.router.wire.edit.BodyEditor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A last message that says what a provider has no parameter for. The words are those that LiteLLM 1.109.1 uses. */
final class AddedMessage {

    /** platform.moonshot.ai/docs/guide/migrating-from-openai-to-kimi: in place of {@code tool_choice: required} (seen 2026-11-25). */
    private static final String SELECT_TOOL = "Please select a tool to handle the current issue.";

    private static final String SCHEMA = "Use this JSON schema: \n    ```json\n    %s\n    ```";

    private AddedMessage() {}

    /** Null when the request needs none. */
    static @Nullable String of(Set<String> quirks, BodyEditor editor) {
        if (quirks.contains("asks-for-tool")) {
            int choice = editor.index("tool_choice");
            if (choice >= 0 && editor.valueIs(choice, "\"required\"")) {
                return SELECT_TOOL;
            }
        }
        if (quirks.contains("schema-as-message")) {
            int format = editor.index("response_format");
            JsonNode schema = format < 0
                    ? RequestRules.JSON.missingNode()
                    : RequestRules.tree(editor.value(format))
                            .path("json_schema")
                            .path("schema");
            if (!schema.isMissingNode()) {
                return SCHEMA.formatted(SpacedJson.of(schema));
            }
        }
        return null;
    }
}
