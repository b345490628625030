package io.sluice.router.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Who waits, before whom, and with what share. */
class QueueSettingsTest {

    private static final OptionalInt UNSAID = OptionalInt.empty();
    private static final Caller KEY = holder("hash-1", "team-a-key", "team-a");
    private static final Caller LONER = holder("hash-2", null, null);

    private static Caller holder(String hash, String alias, String team) {
        return new Caller.KeyHolder(new VirtualKey(
                hash,
                "sk-...abcd",
                alias,
                null,
                team,
                null,
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                false,
                Instant.EPOCH,
                1));
    }

    private static QueueSettings read(Map<String, Object> router, Map<String, Object> sluice) {
        return QueueSettings.read(new Settings("router_settings", router), new Settings("sluice_settings", sluice));
    }

    private static QueueSettings queue(Map<String, Object> queue) {
        return read(Map.of(), Map.of("queue", queue));
    }

    private static Wish wish(QueueSettings settings, Caller caller) {
        return settings.wish(UNSAID, caller, 10, 20).orElseThrow();
    }

    @Test
    void shouldLetNobodyWaitWhoDoesNotAskForIt() {
        QueueSettings settings = read(Map.of(), Map.of());
        assertThat(settings.wish(UNSAID, KEY, 10, 20)).isEmpty();
        assertThat(settings.wish(OptionalInt.of(3), KEY, 10, 20)).contains(new Wish(3, "hash-1", 1, 30, 30_000));
    }

    @Test
    void shouldLetEverybodyWaitWhereThereIsADefaultOrAQueue() {
        assertThat(wish(read(Map.of("default_priority", 7), Map.of()), KEY).priority())
                .isEqualTo(7);
        assertThat(wish(queue(Map.of()), KEY).priority()).isZero();
        assertThat(read(Map.of("default_priority", 7), Map.of())
                        .wish(OptionalInt.of(2), KEY, 1, 1)
                        .orElseThrow()
                        .priority())
                .isEqualTo(2);
    }

    @Test
    void shouldLetNobodyPassThoseWhoComeFirst() {
        assertThat(queue(Map.of())
                        .wish(OptionalInt.of(-5), KEY, 1, 1)
                        .orElseThrow()
                        .priority())
                .isZero();
        assertThat(wish(read(Map.of("default_priority", -5), Map.of()), KEY).priority())
                .isZero();
    }

    @Test
    void shouldShareByKeyOrByTeam() {
        assertThat(wish(queue(Map.of()), KEY).owner()).isEqualTo("hash-1");
        QueueSettings teams = queue(Map.of("fair_by", "team"));
        assertThat(wish(teams, KEY).owner()).isEqualTo("team-a");
        assertThat(wish(teams, LONER).owner()).isEqualTo("hash-2");
        assertThat(wish(teams, new Caller.Admin("master")).owner()).isEqualTo("master");
    }

    @Test
    void shouldWeighAKeyByItsHashItsAliasOrItsTeamWhicheverIsNamedFirst() {
        Map<String, Object> weights = Map.of("hash-1", 5, "team-a-key", 4, "team-a", 3);
        assertThat(wish(queue(Map.of("weights", weights)), KEY).weight()).isEqualTo(5);
        assertThat(wish(queue(Map.of("weights", Map.of("team-a-key", 4, "team-a", 3))), KEY)
                        .weight())
                .isEqualTo(4);
        assertThat(wish(queue(Map.of("weights", Map.of("team-a", 3))), KEY).weight())
                .isEqualTo(3);
        assertThat(wish(queue(Map.of("weights", weights)), LONER).weight()).isEqualTo(1);
        // keys of a team share as one: what one of them is called says nothing
        assertThat(wish(queue(Map.of("fair_by", "team", "weights", Map.of("team-a-key", 4))), KEY)
                        .weight())
                .isEqualTo(1);
    }

    @Test
    void shouldCountAnAnswerThatNothingCapsAsAThousandTokens() {
        QueueSettings settings = queue(Map.of());
        assertThat(settings.wish(UNSAID, KEY, 10, 0).orElseThrow().tokens()).isEqualTo(1_010);
        assertThat(settings.wish(UNSAID, KEY, -1, 20).orElseThrow().tokens()).isEqualTo(20);
    }

    @Test
    void shouldTurnWaitingOff() {
        assertThat(queue(Map.of("max_length", 0)).wish(OptionalInt.of(1), KEY, 1, 1))
                .isEmpty();
        assertThat(queue(Map.of("max_wait", 0)).wish(OptionalInt.of(1), KEY, 1, 1))
                .isEmpty();
        assertThat(queue(Map.of("max_length", 1_000_000)).maxLength()).isEqualTo(10_000);
    }

    @Test
    void shouldRefuseSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> queue(Map.of("fair_by", "user")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice_settings.queue.fair_by");
        for (Object weight : List.of(0, -1)) {
            assertThatThrownBy(() -> queue(Map.of("weights", Map.of("team-a", weight))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("team-a must be greater than 0");
        }
    }
}
