package io.sluice.router.wire;

import io.sluice.router.client.ClientProtocol;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Client and provider speak different protocols: what is asked goes through a conversation, what is answered through events. */
final class TranslatedWire implements Wire {

    private final ClientProtocol client;
    private final Dialect dialect;

    TranslatedWire(ClientProtocol client, Dialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return CompletableFuture.completedStage(dialect.encode(client.read(call), call));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new AnswerFromEvents(call, dialect, dialect.decoder(call), client.writer(call, dialect.signsThinking()));
    }
}
