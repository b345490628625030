package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a message. Sealed, so that a wire has to say what it does with each: carry it over, refuse it, or drop it and name it.
 */
public sealed interface Part {

    /** The mark after which a provider's prompt cache may cut, as the client wrote it; null without one. */
    default @Nullable ObjectNode cacheControl() {
        return null;
    }

    /** The same with a mark; itself when it cannot carry one. */
    default Part marked(ObjectNode mark) {
        return switch (this) {
            case Text text -> new Text(text.text, mark);
            case Image image -> new Image(image.media, image.detail, mark);
            case Audio audio -> new Audio(audio.media, audio.format, mark);
            case Video video -> new Video(video.media, mark);
            case Document document -> new Document(document.media, document.name, document.settings, mark);
            case ToolCall call -> new ToolCall(call.id, call.name, call.arguments, call.signature, mark);
            case Thinking thinking -> thinking;
            case RedactedThinking redacted -> redacted;
            case TextSignature signature -> signature;
            case Refusal refusal -> refusal;
            case Foreign foreign -> foreign;
        };
    }

    record Text(String text, @Nullable ObjectNode cacheControl) implements Part {

        public static Text of(String text) {
            return new Text(text, null);
        }
    }

    /** @param detail OpenAI's {@code low}, {@code high} or {@code auto} */
    record Image(
            Media media, @Nullable String detail, @Nullable ObjectNode cacheControl) implements Part {}

    /** @param format {@code wav}, {@code mp3} ... as OpenAI names it */
    record Audio(
            Media media, @Nullable String format, @Nullable ObjectNode cacheControl) implements Part {}

    record Video(Media media, @Nullable ObjectNode cacheControl) implements Part {}

    /**
     * A PDF, a text file, or another document.
     *
     * @param settings Anthropic's {@code title}, {@code context} and {@code citations}, for providers that know them
     */
    record Document(
            Media media,
            @Nullable String name,
            @Nullable ObjectNode settings,
            @Nullable ObjectNode cacheControl) implements Part {}

    /**
     * A call that the model made in an earlier turn.
     *
     * @param arguments JSON text, as the model wrote it
     * @param signature proof of the thought that led to it, which Gemini 3 wants back
     */
    record ToolCall(
            String id,
            String name,
            String arguments,
            @Nullable String signature,
            @Nullable ObjectNode cacheControl) implements Part {

        private static final ObjectMapper JSON = new ObjectMapper();

        /**
         * The arguments as an object; empty when there are none.
         *
         * @throws UnsupportedRequestException when the client brings back something else, which other providers could not be told
         */
        public ObjectNode input() {
            if (arguments.isBlank()) {
                return JSON.createObjectNode();
            }
            try {
                if (JSON.readTree(arguments) instanceof ObjectNode object) {
                    return object;
                }
            } catch (IOException e) {
                throw new UnsupportedRequestException(
                        "the arguments of an earlier tool call are not JSON: " + e.getMessage());
            }
            throw new UnsupportedRequestException("the arguments of an earlier tool call are not a JSON object");
        }
    }

    /** Reasoning of an earlier turn; a provider that signed it wants it back unchanged. */
    record Thinking(String text, @Nullable String signature) implements Part {}

    /** Reasoning that only its provider can read. */
    record RedactedThinking(String data) implements Part {}

    /** Proof of the thought that led to the text before it, which Gemini wants back. */
    record TextSignature(String signature) implements Part {}

    record Refusal(String text) implements Part {}

    /**
     * A piece in the words of one provider, for which no other has a word (a server tool's result, a search result ...). The wire that knows
     * {@code type} passes it on; every other refuses it by name.
     */
    record Foreign(String type, ObjectNode json) implements Part {}
}
