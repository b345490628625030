package io.sluice.router.wire;

import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.media.FetchedMedia;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Client and provider speak different protocols: what is asked goes through a conversation, for which the media is fetched that the provider
 * does not fetch itself; what is answered goes through events.
 */
final class TranslatedWire implements Wire {

    private final ClientProtocol client;
    private final Dialect dialect;

    TranslatedWire(ClientProtocol client, Dialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        CompletableFuture<Conversation> whole = FetchedMedia.into(
                        client.read(call), media -> dialect.cannotFetch(media, call), call.media())
                .thenCombine(dialect.prepare(call), (conversation, ready) -> conversation)
                .toCompletableFuture();
        return whole.isDone() && !whole.isCompletedExceptionally()
                ? CompletableFuture.completedStage(dialect.encode(whole.resultNow(), call))
                : whole.thenApply(conversation -> dialect.encode(conversation, call));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        AnswerReader answer = new AnswerFromEvents(
                call, dialect, dialect.decoder(call), client.writer(call, dialect.signsThinking()));
        return dialect instanceof PolledDialect polled ? new PolledReader(polled, call, answer) : answer;
    }
}
