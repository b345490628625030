package io.sluice.contracts.routing;

import io.sluice.contracts.identity.Caller;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call for the engine. The body is the client's, untouched.
 *
 * @param requestId Sluice's id of the call ({@code x-litellm-call-id}), unique
 * @param model the model that is asked for, after the caller's own aliases; not empty
 * @param requestedModel the name as the client wrote it, which the answer repeats
 * @param outputCap most output tokens a choice that may be asked of the provider, or -1 when nothing caps it
 * @param spendable nano-dollars that all attempts together may cost at their upper bound; {@link Long#MAX_VALUE} when no strict
 *     budget applies. An attempt whose outcome is unknown uses up its bound.
 * @param deadlineMillis time limit of the whole call in milliseconds from now, or -1
 * @param headers the client's headers that the engine may read (lower-case names): {@code x-litellm-*}, {@code anthropic-*},
 *     {@code openai-*}, {@code user-agent}; never authorization. Where path and query say more than the body, they stand at {@link #PATH}, without a key.
 * @param endUser the end user (customer), or null
 * @param files of a form, whose other fields are {@code body}: a JSON object of texts, or of lists of texts for names that come several times
 */
public record RouteRequest(
        String requestId,
        Protocol protocol,
        Caller caller,
        String model,
        String requestedModel,
        BodyScan scan,
        ByteBuffer body,
        long outputCap,
        long spendable,
        long deadlineMillis,
        Map<String, String> headers,
        @Nullable String endUser,
        List<String> tags,
        List<UploadedFile> files) {

    /** Name of path and query among the headers, that of HTTP/2 (RFC 9113, 8.3.1): no client can send a header of this name. */
    public static final String PATH = ":path";

    /** The same for the method. */
    public static final String METHOD = ":method";

    /** A call without files. */
    public RouteRequest(
            String requestId,
            Protocol protocol,
            Caller caller,
            String model,
            String requestedModel,
            BodyScan scan,
            ByteBuffer body,
            long outputCap,
            long spendable,
            long deadlineMillis,
            Map<String, String> headers,
            @Nullable String endUser,
            List<String> tags) {
        this(
                requestId,
                protocol,
                caller,
                model,
                requestedModel,
                scan,
                body,
                outputCap,
                spendable,
                deadlineMillis,
                headers,
                endUser,
                tags,
                List.of());
    }

    /** The same call with another body. @param other what was read of it */
    public RouteRequest withBody(BodyScan other, ByteBuffer bytes) {
        return new RouteRequest(
                requestId,
                protocol,
                caller,
                model,
                requestedModel,
                other,
                bytes,
                outputCap,
                spendable,
                deadlineMillis,
                headers,
                endUser,
                tags,
                files);
    }
}
