package io.sluice.contracts.routing;

import java.util.List;

/** Scans of which only the members matter. */
final class Scans {

    private Scans() {}

    static BodyScan of(List<BodyScan.Member> members, int length) {
        return new BodyScan(
                null,
                Span.ABSENT,
                false,
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of(),
                length,
                members,
                1,
                members.isEmpty());
    }
}
