package io.sluice.contracts.routing;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchEndpoints;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.contracts.identity.CallerCodec.CallerJson;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers, trailers and paths between gateway and router. */
public final class RouteCodec {

    public static final String ROUTE_PATH = "/internal/route";
    public static final String CANCEL_PATH = "/internal/cancel";
    /** A WebSocket: text messages are the session's own, binary ones are {@link SessionNote}s. */
    public static final String SESSION_PATH = "/internal/session";

    public static final String MODELS_PATH = "/internal/models";
    /** Followed by the name of a {@link ModelDesk.Topic}. */
    public static final String DESK_PATH = "/internal/desk/";

    public static final String PROVIDERS_PATH = "/internal/providers";
    public static final String EXPLAIN_PATH = "/internal/explain";
    public static final String CALL_HEADER = "sluice-call";
    public static final String OUTCOME_HEADER = "sluice-outcome";
    public static final String ATTEMPT_HEADER = "sluice-attempt";

    /**
     * Among {@link RouteRequest#headers}: the call is a look at the health of the one deployment whose id is its model. It is made though the
     * deployment rests or has used up its limits, and whatever becomes of it changes nothing for other calls. No client can set it.
     */
    public static final String PROBE_HEADER = "sluice-probe";

    /** Among {@link RouteRequest#headers}: the call costs what the price list says for batches, where it says so. No client can set it. */
    public static final String BATCH_RATES_HEADER = "sluice-batch-rates";

    /**
     * Among {@link RouteRequest#headers}: the call is this step ({@link BatchStep}) of a batch that its provider runs in words of its own. The input file is
     * among the files where lines are translated. No client can set it.
     */
    public static final String BATCH_STEP_HEADER = "sluice-batch-step";

    /** Beside it: the batch's id at the provider, or the result file's; empty where neither is known yet. */
    public static final String BATCH_ID_HEADER = "sluice-batch-id";

    /** Beside it: what each line calls, one of {@link BatchEndpoints#ALL}. */
    public static final String BATCH_ENDPOINT_HEADER = "sluice-batch-endpoint";

    /**
     * Among {@link RouteRequest#headers}: the call repeats another one, and nobody waits for its answer. It is asked once, in its own group, and
     * waits for no place. No client can set it.
     */
    public static final String SHADOW_HEADER = "sluice-shadow";

    private record CallJson(
            String requestId,
            Protocol protocol,
            CallerJson caller,
            String model,
            String requestedModel,
            BodyScan scan,
            long outputCap,
            long spendable,
            long deadlineMillis,
            Map<String, String> headers,
            @Nullable String endUser,
            List<String> tags,
            List<FileJson> files) {}

    /** What is known of a file; its bytes follow those of the body. */
    private record FileJson(String field, String filename, String contentType, int size) {

        static FileJson of(UploadedFile file) {
            return new FileJson(file.field(), file.filename(), file.contentType(), file.size());
        }
    }

    private RouteCodec() {}

    public static String call(RouteRequest request) {
        return SeamJson.header(new CallJson(
                request.requestId(),
                request.protocol(),
                CallerJson.of(request.caller()),
                request.model(),
                request.requestedModel(),
                request.scan(),
                request.outputCap(),
                request.spendable(),
                request.deadlineMillis(),
                request.headers(),
                request.endUser(),
                request.tags(),
                request.files().stream().map(FileJson::of).toList()));
    }

    /** What is sent beside the header: the body, and behind it the files. */
    public static List<ByteBuffer> body(RouteRequest request) {
        List<ByteBuffer> pieces = new ArrayList<>(1 + request.files().size());
        pieces.add(request.body());
        request.files().forEach(file -> pieces.add(file.content()));
        return pieces;
    }

    /** Throws {@link RuntimeException} when the header is not what {@link #call} wrote. */
    public static RouteRequest request(String header, ByteBuffer sent) {
        CallJson call = SeamJson.readHeader(header, CallJson.class);
        int inFiles = call.files.stream().mapToInt(FileJson::size).sum();
        ByteBuffer body = sent.slice(sent.position(), sent.remaining() - inFiles);
        int at = sent.limit() - inFiles;
        List<UploadedFile> files = new ArrayList<>(call.files.size());
        for (FileJson file : call.files) {
            files.add(new UploadedFile(file.field, file.filename, file.contentType, sent.slice(at, file.size)));
            at += file.size;
        }
        return new RouteRequest(
                call.requestId,
                call.protocol,
                call.caller.toCaller(),
                call.model,
                call.requestedModel,
                call.scan,
                body,
                call.outputCap,
                call.spendable,
                call.deadlineMillis,
                call.headers,
                call.endUser,
                call.tags,
                files);
    }

    public static String outcome(RouteOutcome outcome) {
        return SeamJson.header(outcome);
    }

    public static RouteOutcome outcome(String header) {
        return SeamJson.readHeader(header, RouteOutcome.class);
    }

    public static String attempt(Attempt attempt) {
        return SeamJson.header(attempt);
    }

    public static Attempt attempt(String header) {
        return SeamJson.readHeader(header, Attempt.class);
    }

    public static byte[] modelTable(ModelTable table) {
        return SeamJson.bytes(table);
    }

    public static ModelTable modelTable(byte[] json) {
        return SeamJson.read(json, ModelTable.class);
    }
}
