package io.sluice.router.region;

/**
 * Where a deployment is.
 *
 * @param region the provider's name of the region, lower case; empty when only the jurisdiction is known
 * @param jurisdiction {@code eu}, or the country's code; empty when unknown
 * @param latitude degrees, NaN when unknown
 * @param longitude degrees, NaN when unknown
 */
public record Place(String region, String jurisdiction, double latitude, double longitude) {

    public static final Place UNKNOWN = new Place("", "", Double.NaN, Double.NaN);

    private static final double EARTH_RADIUS_KM = 6_371;

    /** Light in fibre makes 200 km a millisecond, cables are about half as long again, and there is a way back. */
    private static final double MILLIS_BY_KM = 2 * 1.5 / 200;

    /** Estimated round trip to another place, or NaN when one of them is unknown. */
    public double roundTripMillis(Place other) {
        double phi = Math.toRadians(latitude);
        double otherPhi = Math.toRadians(other.latitude);
        double dPhi = Math.sin((otherPhi - phi) / 2);
        double dLambda = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double haversine = dPhi * dPhi + Math.cos(phi) * Math.cos(otherPhi) * dLambda * dLambda;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine))) * MILLIS_BY_KM;
    }
}
