package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An output item of a stream that is still being filled. */
sealed interface OpenItem {

    /** Says that all of it has come. */
    void close();

    /** A message: text and refusals. */
    final class Text implements OpenItem {

        private final ResponsesWriter writer;
        private final String id = OutputItems.newId("msg_");
        private final int index;
        private final ArrayNode content = ResponsesProtocol.JSON.createArrayNode();
        private final StringBuilder growing = new StringBuilder();
        private final List<JsonNode> citations = new ArrayList<>(0);
        private final ArrayNode logprobs = ResponsesProtocol.JSON.createArrayNode();
        private @Nullable String kind;

        Text(ResponsesWriter writer) {
            this.writer = writer;
            ArrayNode nothing = ResponsesProtocol.JSON.createArrayNode();
            this.index = writer.added(OutputItems.message(id, "in_progress", nothing));
        }

        void text(String text) {
            part("output_text", OutputItems.text(""));
            delta("response.output_text.delta", text);
        }

        void refusal(String text) {
            part("refusal", OutputItems.refusal(""));
            delta("response.refusal.delta", text);
        }

        void cite(JsonNode citation) {
            citations.add(citation);
        }

        void logprobs(JsonNode more) {
            more.forEach(logprobs::add);
        }

        private void part(String wanted, ObjectNode empty) {
            if (!wanted.equals(kind)) {
                closePart();
                kind = wanted;
                writer.send(event("response.content_part.added").set("part", empty));
            }
        }

        private void delta(String type, String text) {
            if (!text.isEmpty()) {
                growing.append(text);
                writer.send(event(type).put("delta", text));
            }
        }

        private ObjectNode event(String type) {
            return writer.event(type, index).put("item_id", id).put("content_index", content.size());
        }

        private void closePart() {
            String closing = kind;
            if (closing == null) {
                return;
            }
            kind = null;
            String text = growing.toString();
            growing.setLength(0);
            ObjectNode part;
            if (closing.equals("refusal")) {
                part = OutputItems.refusal(text);
                writer.send(event("response.refusal.done").put("refusal", text));
            } else {
                part = OutputItems.text(text);
                OutputItems.cite(part, citations);
                if (!logprobs.isEmpty()) {
                    part.set("logprobs", logprobs);
                }
                writer.send(event("response.output_text.done").put("text", text));
            }
            writer.send(event("response.content_part.done").set("part", part));
            content.add(part);
        }

        @Override
        public void close() {
            closePart();
            writer.done(index, OutputItems.message(id, writer.status(), content));
        }
    }

    /** Thoughts: the text of all, and what their provider signed. */
    final class Reasoning implements OpenItem {

        private final ResponsesWriter writer;
        private final String id = OutputItems.newId("rs_");
        private final int index;
        private final StringBuilder all = new StringBuilder();
        private final StringBuilder block = new StringBuilder();
        private final List<Part> signed = new ArrayList<>(1);

        Reasoning(ResponsesWriter writer) {
            this.writer = writer;
            this.index = writer.added(OutputItems.reasoning(id, "", null));
        }

        void think(String text) {
            if (all.isEmpty()) {
                writer.send(event("response.reasoning_summary_part.added").set("part", OutputItems.summaryText("")));
            }
            all.append(text);
            block.append(text);
            writer.send(event("response.reasoning_summary_text.delta").put("delta", text));
        }

        void sign(String signature) {
            signed.add(new Part.Thinking(block.toString(), signature));
            block.setLength(0);
        }

        void redacted(String data) {
            signed.add(new Part.RedactedThinking(data));
        }

        private ObjectNode event(String type) {
            return writer.event(type, index).put("item_id", id).put("summary_index", 0);
        }

        @Override
        public void close() {
            String text = all.toString();
            if (!text.isEmpty()) {
                writer.send(event("response.reasoning_summary_text.done").put("text", text));
                writer.send(event("response.reasoning_summary_part.done").set("part", OutputItems.summaryText(text)));
            }
            writer.done(index, OutputItems.reasoning(id, text, ReasoningItems.encrypted(signed)));
        }
    }

    /** A call of one of the client's functions. */
    final class Call implements OpenItem {

        private final ResponsesWriter writer;
        private final String id;
        private final String name;
        private final int index;
        private final StringBuilder arguments = new StringBuilder();

        Call(ResponsesWriter writer, String id, String name) {
            this.writer = writer;
            this.id = id;
            this.name = name;
            this.index = writer.added(OutputItems.functionCall("in_progress", id, name, ""));
        }

        void arguments(String json) {
            arguments.append(json);
            writer.send(event("response.function_call_arguments.delta").put("delta", json));
        }

        private ObjectNode event(String type) {
            return writer.event(type, index).put("item_id", "fc_" + id);
        }

        @Override
        public void close() {
            String all = arguments.toString();
            writer.send(event("response.function_call_arguments.done").put("arguments", all));
            writer.done(index, OutputItems.functionCall("completed", id, name, all));
        }
    }
}
