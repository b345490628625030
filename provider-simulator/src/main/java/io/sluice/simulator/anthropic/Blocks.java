package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The content blocks of a message. Source: docs.anthropic.com/en/api/messages-streaming, seen 2026-11-24. */
final class Blocks {

    private Blocks() {}

    /**
     * One block.
     *
     * @param content the text that is streamed in pieces
     * @param tokens output tokens that it took
     */
    sealed interface Block {
        String content();

        int tokens();

        /** The block as it stands in a whole message. */
        ObjectNode whole();

        /** The block in {@code content_block_start}. */
        ObjectNode start();

        /** The delta that adds {@code piece}. */
        ObjectNode delta(String piece);
    }

    record Thinking(String content, int tokens, String signature) implements Block {
        @Override
        public ObjectNode whole() {
            return Json.object()
                    .put("type", "thinking")
                    .put("thinking", content)
                    .put("signature", signature);
        }

        @Override
        public ObjectNode start() {
            return Json.object().put("type", "thinking").put("thinking", "").put("signature", "");
        }

        @Override
        public ObjectNode delta(String piece) {
            return Json.object().put("type", "thinking_delta").put("thinking", piece);
        }

        ObjectNode signatureDelta() {
            return Json.object().put("type", "signature_delta").put("signature", signature);
        }
    }

    record Text(String content, int tokens) implements Block {
        @Override
        public ObjectNode whole() {
            return Json.object().put("type", "text").put("text", content);
        }

        @Override
        public ObjectNode start() {
            return Json.object().put("type", "text").put("text", "");
        }

        @Override
        public ObjectNode delta(String piece) {
            return Json.object().put("type", "text_delta").put("text", piece);
        }
    }

    record ToolUse(String content, int tokens, String id, String name) implements Block {
        @Override
        public ObjectNode whole() {
            return with(Json.read(Buffer.buffer(content)));
        }

        @Override
        public ObjectNode start() {
            return with(Json.object());
        }

        @Override
        public ObjectNode delta(String piece) {
            return Json.object().put("type", "input_json_delta").put("partial_json", piece);
        }

        private ObjectNode with(JsonNode input) {
            ObjectNode json =
                    Json.object().put("type", "tool_use").put("id", id).put("name", name);
            json.set("input", input);
            return json;
        }
    }

    static List<Block> of(MessageReply reply) {
        Answer answer = reply.answer();
        List<Block> blocks = new ArrayList<>(2);
        if (!answer.reasoning().isEmpty()) {
            blocks.add(new Thinking(answer.reasoning(), answer.reasoningTokens(), reply.signature()));
        }
        int hidden = answer.reasoning().isEmpty() ? 0 : answer.reasoningTokens();
        Tool tool = answer.tool();
        if (tool != null) {
            String id = "toolu_sim" + Long.toString(reply.call().number(), 36);
            blocks.add(new ToolUse(answer.arguments(), answer.tokens() - hidden, id, tool.name()));
        } else {
            blocks.add(new Text(answer.text(), answer.tokens() - hidden));
        }
        return blocks;
    }
}
