package io.sluice.router.strategy;

import io.sluice.configuration.Settings;
import io.sluice.router.region.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the data of a call may go: a hard rule, part of the request and not of a group, so that it binds every choice that is made for the
 * call: retries, fallbacks, hedges, shadows, side calls.
 *
 * @param within each names jurisdictions ({@code eu}) or regions ({@code eu-central-1}) in lower case, of which one must fit; none: anywhere
 * @param zeroRetention only where the provider keeps nothing
 */
public record Residency(List<Set<String>> within, boolean zeroRetention) {

    public static final Residency ANYWHERE = new Residency(List.of(), false);

    /** {@code {within: [eu], retention: none}}; nothing set: {@link #ANYWHERE}. */
    public static Residency read(Settings settings) {
        Residency placed = within(settings.strings("within"));
        return settings.string("retention").filter("none"::equals).isPresent()
                ? new Residency(placed.within, true)
                : placed;
    }

    /** No places: {@link #ANYWHERE}. */
    public static Residency within(Collection<String> places) {
        if (places.isEmpty()) {
            return ANYWHERE;
        }
        Set<String> lower = new HashSet<>();
        places.forEach(place -> lower.add(place.toLowerCase(Locale.ROOT)));
        return new Residency(List.of(Set.copyOf(lower)), false);
    }

    /** What is not known to be allowed is not. */
    boolean allows(Candidate candidate) {
        if (zeroRetention && !candidate.zeroRetention()) {
            return false;
        }
        for (Set<String> places : within) {
            if (!contains(places, candidate.place())) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Set<String> places, Place place) {
        return places.contains(place.jurisdiction()) || places.contains(place.region());
    }

    /** Both rules at once: a key's and its team's. */
    public Residency and(Residency other) {
        List<Set<String>> both = new ArrayList<>(within);
        both.addAll(other.within);
        return new Residency(List.copyOf(both), zeroRetention || other.zeroRetention);
    }
}
