package io.sluice.router.wire.audio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.FormBody;
import io.sluice.router.wire.plain.PassedWire;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * OpenAI's endpoints that take files: transcriptions and translations of sound, edits and variations of images. The fields of the form are treated as
 * the members of any other request, the files pass. Form: platform.openai.com/docs/api-reference (audio, images), seen 2026-11-26.
 */
public final class FormWire implements Wire {

    /**
     * Types of sound by the end of a file's name, as Python's {@code mimetypes} has them and LiteLLM therefore sends them: many clients call everything
     * {@code application/octet-stream}.
     */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("aac", "audio/aac"),
            Map.entry("flac", "audio/flac"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mpeg", "video/mpeg"),
            Map.entry("mpga", "audio/mpeg"),
            Map.entry("oga", "audio/ogg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/opus"),
            Map.entry("wav", "audio/x-wav"),
            Map.entry("webm", "video/webm"));

    private final ChatAddress.Rule addresses;
    private final boolean namesModel;

    public FormWire(ChatAddress.Rule addresses) {
        this(addresses, true);
    }

    /** @param namesModel whether the form does, and not the address alone */
    public FormWire(ChatAddress.Rule addresses, boolean namesModel) {
        this.addresses = addresses;
        this.namesModel = namesModel;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        EndpointRequest request = new EndpointRequest(call);
        ObjectNode fields = request.tree();
        if (namesModel) {
            fields.put("model", call.target().providerModel());
        } else {
            fields.remove("model");
        }
        RouteRequest asked = call.request();
        FormBody form = new FormBody().fields(fields);
        asked.files().forEach(file -> form.file(file, type(file, asked.protocol())));
        ChatAddress address = addresses.of(call.target());
        Map<String, String> headers = new HashMap<>(address.headers());
        headers.put("content-type", form.contentType());
        return CompletableFuture.completedStage(
                new UpstreamRequest("POST", address.uri(), headers, form.build(), request.notes()));
    }

    private static String type(UploadedFile file, Protocol protocol) {
        String end =
                file.filename().substring(file.filename().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return protocol.hears() ? TYPES.getOrDefault(end, file.contentType()) : file.contentType();
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return call.request().protocol().hears() ? new TranscriptReader(call) : new PassedWire.Reader(call);
    }
}
