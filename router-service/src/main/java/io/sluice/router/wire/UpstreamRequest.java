package io.sluice.router.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A request for a provider, ready to be sent.
 *
 * @param uri absolute, with query
 * @param headers credentials included: never log
 * @param body pieces in order, so that a splice needs no copy; empty for none
 * @param notes what was dropped or changed and must be named to the client (response header {@code x-sluice-dropped-params})
 */
public record UpstreamRequest(
        String method, String uri, Map<String, String> headers, List<ByteBuffer> body, List<String> notes) {}
