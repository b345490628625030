package io.sluice.router.media;

import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts media into a conversation in place of its addresses. */
public final class FetchedMedia {

    /** More than any provider takes in one request; each is held in memory. */
    private static final int MOST = 64;

    private FetchedMedia() {}

    /**
     * The conversation with what it names by http and https; itself, and at once, when there is nothing to fetch. The same address is fetched
     * once.
     *
     * @param wanted which addresses are meant
     * @throws UnsupportedRequestException when there are too many
     */
    public static CompletionStage<Conversation> into(
            Conversation conversation, Predicate<Media.Url> wanted, MediaSource source) {
        Map<Media, CompletableFuture<Media.Inline>> fetched = new LinkedHashMap<>(0);
        for (Message message : conversation.messages()) {
            for (Part part : message.parts()) {
                if (media(part) instanceof Media.Url url && url.url().startsWith("http") && wanted.test(url)) {
                    if (fetched.size() == MOST && !fetched.containsKey(url)) {
                        throw new UnsupportedRequestException(
                                "the request names more than " + MOST + " pictures or files by their URL", "messages");
                    }
                    fetched.computeIfAbsent(url, ignored -> source.fetch(url).toCompletableFuture());
                }
            }
        }
        if (fetched.isEmpty()) {
            return CompletableFuture.completedStage(conversation);
        }
        return CompletableFuture.allOf(fetched.values().toArray(CompletableFuture[]::new))
                .thenApply(ignored -> new Conversation(
                        conversation.messages().stream()
                                .map(message -> with(message, fetched))
                                .toList(),
                        conversation.params()));
    }

    private static Message with(Message message, Map<Media, CompletableFuture<Media.Inline>> fetched) {
        List<Part> parts =
                message.parts().stream().map(part -> with(part, fetched)).toList();
        return switch (message) {
            case Message.Instructions said -> new Message.Instructions(said.developer(), parts, said.name());
            case Message.User said -> new Message.User(parts, said.name());
            case Message.Assistant said -> new Message.Assistant(parts, said.name(), said.prefix());
            case Message.ToolResult result ->
                new Message.ToolResult(result.callId(), result.name(), parts, result.failed(), result.cacheControl());
        };
    }

    private static Part with(Part part, Map<Media, CompletableFuture<Media.Inline>> fetched) {
        CompletableFuture<Media.Inline> got = fetched.get(media(part));
        if (got == null) {
            return part;
        }
        Media.Inline media = got.resultNow();
        return switch (part) {
            case Part.Image image -> new Part.Image(media, image.detail(), image.cacheControl());
            case Part.Audio audio -> new Part.Audio(media, audio.format(), audio.cacheControl());
            case Part.Video video -> new Part.Video(media, video.cacheControl());
            case Part.Document document ->
                new Part.Document(media, document.name(), document.settings(), document.cacheControl());
            default -> part;
        };
    }

    private static @Nullable Media media(Part part) {
        return switch (part) {
            case Part.Image image -> image.media();
            case Part.Audio audio -> audio.media();
            case Part.Video video -> video.media();
            case Part.Document document -> document.media();
            default -> null;
        };
    }
}
