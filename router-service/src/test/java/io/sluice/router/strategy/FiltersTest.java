package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.sluice.router.region.Place;
import io.sluice.router.region.Regions;
import io.sluice.router.strategy.Decision.Nobody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FiltersTest {

    private static Group tagged(boolean matchAny) {
        return Group.of()
                .with("free", maker -> {
                    maker.tags = Set.of("free");
                    return maker;
                })
                .with("both", maker -> {
                    maker.tags = Set.of("free", "paid");
                    return maker;
                })
                .with("default", maker -> {
                    maker.tags = Set.of("default");
                    return maker;
                })
                .with("none", maker -> maker)
                .rules(rules -> new RoutingRules(
                        rules.strategy(),
                        Optional.of(new TagRule(matchAny)),
                        false,
                        AffinityRules.NONE,
                        false,
                        false,
                        false));
    }

    private static Set<String> who(Group group, RouteFacts facts) {
        return group.counts(facts, 500).keySet();
    }

    @Test
    void shouldSendTaggedCallsToTheirDeployments() {
        assertThat(who(tagged(true), Group.tags("free"))).containsExactlyInAnyOrder("free", "both");
        assertThat(who(tagged(true), Group.tags("paid"))).containsExactly("both");
        assertThat(who(tagged(true), Group.tags("free", "paid"))).containsExactlyInAnyOrder("free", "both");
        assertThat(who(tagged(false), Group.tags("free", "paid"))).containsExactly("both");
    }

    @Test
    void shouldSendUnknownTagsAndUntaggedCallsToTheDefault() {
        assertThat(who(tagged(true), Group.tags("nope"))).containsExactly("default");
        assertThat(who(tagged(true), RouteFacts.PLAIN)).containsExactly("default");
    }

    @Test
    void shouldExcludeAndRequireByMark() {
        assertThat(who(tagged(true), Group.tags("free", "!paid"))).containsExactly("free");
        assertThat(who(tagged(true), Group.tags("&paid"))).containsExactly("both");
        assertThat(who(tagged(true), Group.tags("!free"))).containsExactly("default");
    }

    @Test
    void shouldSendAClientToTheDeploymentWhosePatternFindsIt() {
        Group group = tagged(true).with("agents", maker -> {
            maker.patterns = List.of(Pattern.compile("^User-Agent: claude-code/"));
            return maker;
        });
        RouteFacts agent = Group.client("User-Agent: claude-code/2.1");

        assertThat(who(group, agent)).containsExactly("agents");
        assertThat(who(group, Group.client("User-Agent: curl/8"))).containsExactly("default");
        assertThat(who(group, Group.client(agent.client(), "paid"))).containsExactlyInAnyOrder("agents", "both");
        assertThat(who(group.without("agents"), agent)).containsExactly("default");
    }

    @Test
    void shouldNotLetAPatternStandInForTagsThatAllHaveToMatch() {
        Group group = tagged(false).with("agents", maker -> {
            maker.tags = Set.of("free");
            maker.patterns = List.of(Pattern.compile("claude-code"));
            return maker;
        });

        assertThat(who(group, Group.client("User-Agent: claude-code/2.1", "free", "paid")))
                .containsExactly("both");
        assertThat(who(group, Group.client("User-Agent: claude-code/2.1"))).containsExactly("agents");
    }

    @Test
    void shouldRefuseATagThatNobodyHasWhenThereIsNoDefault() {
        assertThat(tagged(true).without("default").decide(Group.tags("nope"), 1))
                .isEqualTo(new Nobody(Verdict.TAGS, -1));
        assertThat(who(tagged(true).without("default"), RouteFacts.PLAIN)).contains("none", "free", "both");
    }

    @Test
    void shouldFallToTheDefaultWhileTheTaggedOnesRestButNeverTheOtherWayRound() {
        Group group = tagged(true).saw(Signal.AVAILABLE_AT, "both", Double.MAX_VALUE);
        assertThat(who(group, Group.tags("paid"))).containsExactly("default");

        Group resting = tagged(true).saw(Signal.AVAILABLE_AT, "default", 1_005_000);
        assertThat(resting.decide(RouteFacts.PLAIN, 1)).isEqualTo(new Nobody(Verdict.RESTING, 5_000));
    }

    private static Group placed() {
        return Group.of()
                .with("frankfurt", maker -> {
                    maker.place = Regions.find("eu-central-1").orElseThrow();
                    return maker;
                })
                .with("virginia", maker -> {
                    maker.place = Regions.find("us-east-1").orElseThrow();
                    maker.zeroRetention = true;
                    return maker;
                })
                .with("nobody-knows", maker -> maker);
    }

    @Test
    void shouldKeepDataWhereItMayBe() {
        assertThat(who(placed(), Group.residency(Residency.within(List.of("eu")))))
                .containsExactly("frankfurt");
        assertThat(who(placed(), Group.residency(Residency.within(List.of("eu-central-1")))))
                .containsExactly("frankfurt");
        assertThat(who(placed(), Group.residency(Residency.within(List.of("us", "eu")))))
                .containsExactlyInAnyOrder("frankfurt", "virginia");
        assertThat(who(placed(), Group.residency(new Residency(List.of(), true))))
                .containsExactly("virginia");
        assertThat(who(placed(), RouteFacts.PLAIN)).contains("nobody-knows");
    }

    @Test
    void shouldRatherRefuseThanLetDataOutWhateverRestsOrWasTried() {
        RouteFacts eu = Group.residency(Residency.within(List.of("eu")));
        Group resting = placed().saw(Signal.AVAILABLE_AT, "frankfurt", 1_002_000);

        assertThat(resting.decide(eu, 1)).isEqualTo(new Nobody(Verdict.RESTING, 2_000));
        assertThat(placed().chosen(eu.afterTrying(Set.of("frankfurt")), 1)).isEqualTo("frankfurt");
        assertThat(placed().without("frankfurt").decide(eu, 1)).isEqualTo(new Nobody(Verdict.RESIDENCY, -1));
        assertThat(placed().decide(
                                Group.residency(Residency.within(List.of("eu")).and(Residency.within(List.of("us")))),
                                1))
                .isEqualTo(new Nobody(Verdict.RESIDENCY, -1));
        assertThat(placed().chosen(
                                Group.residency(
                                        Residency.within(List.of("eu")).and(Residency.within(List.of("eu-central-1")))),
                                1))
                .isEqualTo("frankfurt");
    }

    @Test
    void shouldUseTheLowestOrderThatIsAwakeAndWasNotTried() {
        Group group = Group.of()
                .with("first", maker -> {
                    maker.order = 1;
                    return maker;
                })
                .with("second", maker -> {
                    maker.order = 2;
                    return maker;
                })
                .with("last", maker -> maker);
        assertThat(who(group, RouteFacts.PLAIN)).containsExactly("first");
        assertThat(who(group, RouteFacts.PLAIN.afterTrying(Set.of("first")))).containsExactly("second");
        assertThat(who(group, RouteFacts.PLAIN.afterTrying(Set.of("first", "second", "last"))))
                .containsExactly("first");
        assertThat(who(group.saw(Signal.AVAILABLE_AT, "first", 1_000_001), RouteFacts.PLAIN))
                .containsExactly("second");
    }

    @Test
    void shouldSayWhenTheFirstOfThoseThatMayTakeTheCallIsAwake() {
        Group group = placed().saw(Signal.AVAILABLE_AT, "frankfurt", 1_009_000)
                .saw(Signal.AVAILABLE_AT, "virginia", 1_001_000)
                .saw(Signal.AVAILABLE_AT, "nobody-knows", 1_004_000);

        assertThat(group.decide(RouteFacts.PLAIN, 1)).isEqualTo(new Nobody(Verdict.RESTING, 1_000));
        assertThat(group.decide(Group.residency(Residency.within(List.of("eu"))), 1))
                .isEqualTo(new Nobody(Verdict.RESTING, 9_000));
    }

    @Test
    void shouldCheckWindowAndCapabilitiesBeforeTheCallOnlyWhenAsked() {
        Group group = Group.of()
                .with("small", maker -> {
                    maker.window = 1_000;
                    maker.lacks = Set.of("vision", "response_schema");
                    return maker;
                })
                .with("big", maker -> {
                    maker.window = 100_000;
                    maker.lacks = Set.of("function_calling", "response_schema");
                    return maker;
                });
        assertThat(who(group, Group.tokens(5_000))).contains("small");

        Group checked = group.rules(rules ->
                new RoutingRules(rules.strategy(), Optional.empty(), true, AffinityRules.NONE, false, false, false));
        assertThat(who(checked, Group.tokens(5_000))).containsExactly("big");
        assertThat(who(checked, needs("function_calling"))).containsExactly("small");
        assertThat(who(checked, needs("vision", "response_schema")))
                .as("nobody can both")
                .containsExactly("big");
        assertThat(who(checked, needs("response_schema"))).as("nobody can").containsExactlyInAnyOrder("big", "small");
        assertThat(checked.decide(Group.tokens(1_000_000), 1)).isEqualTo(new Nobody(Verdict.CONTEXT_WINDOW, -1));
    }

    private static RouteFacts needs(String... needs) {
        return new RouteFacts(List.of(), true, "", -1, 0, false, List.of(needs), Residency.ANYWHERE, 0, Set.of());
    }

    @Test
    void shouldLeaveOutWhoseBudgetIsSpent() {
        Group group = Group.of("rich", "poor")
                .rules(rules -> new RoutingRules(
                        rules.strategy(), Optional.empty(), false, AffinityRules.NONE, true, false, false))
                .saw(Signal.BUDGET_LEFT, "rich", 1)
                .saw(Signal.BUDGET_LEFT, "poor", 0);

        assertThat(who(group, RouteFacts.PLAIN)).containsExactly("rich");
        assertThat(group.saw(Signal.BUDGET_LEFT, "rich", -5).decide(RouteFacts.PLAIN, 1))
                .isEqualTo(new Nobody(Verdict.BUDGET, -1));
    }

    @Test
    void shouldGiveACanaryItsShare() {
        Group group = Group.of("stable-1", "stable-2").with("canary", maker -> {
            maker.share = 0.05;
            return maker;
        });
        Shares.assertShares(
                group.counts(RouteFacts.PLAIN, 100_000), Map.of("stable-1", 0.475, "stable-2", 0.475, "canary", 0.05));
    }

    @Test
    void shouldKeepASessionOnItsSideOfTheCanary() {
        Group group = Group.of("stable").with("canary", maker -> {
            maker.share = 0.3;
            return maker;
        });
        int canaries = 0;
        for (int session = 0; session < 2_000; session++) {
            RouteFacts facts = Group.affinity(Affinity.ofSession("key", "s" + session));
            Set<String> seen = who(group, facts);
            assertThat(seen).hasSize(1);
            canaries += seen.contains("canary") ? 1 : 0;
        }
        assertThat(canaries).isBetween(500, 700);
    }

    @Test
    void shouldLetACanaryTakeAllWhenNobodyElseIsLeftAndLoseAllWhileItRests() {
        Group group = Group.of("stable").with("canary", maker -> {
            maker.share = 0.3;
            return maker;
        });
        assertThat(who(group.saw(Signal.AVAILABLE_AT, "stable", 2_000_000), RouteFacts.PLAIN))
                .containsExactly("canary");
        group.saw(Signal.AVAILABLE_AT, "stable", 0).saw(Signal.AVAILABLE_AT, "canary", 2_000_000);
        assertThat(who(group, RouteFacts.PLAIN)).containsExactly("stable");
    }

    @Test
    void shouldKnowWhetherAnotherCouldTakeTheCallWhateverIsPreferred() {
        Group group = Group.of()
                .with("first", maker -> {
                    maker.order = 1;
                    return maker;
                })
                .with("second", maker -> {
                    maker.order = 2;
                    return maker;
                });
        Chooser chooser = group.chooser();
        assertThat(chooser.alternative(RouteFacts.PLAIN, group.candidates(), group.sight(chooser), 0))
                .isTrue();
        group.saw(Signal.AVAILABLE_AT, "second", 2_000_000);
        assertThat(chooser.alternative(RouteFacts.PLAIN, group.candidates(), group.sight(chooser), 0))
                .isFalse();
        assertThat(chooser.alternative(RouteFacts.PLAIN, group.candidates(), group.sight(chooser), 1))
                .isTrue();
    }

    @Test
    void shouldNotTakeAnUnknownPlaceForAnAllowedOne() {
        assertThat(Residency.within(List.of("eu"))
                        .allows(Group.of("x").candidates().get(0)))
                .isFalse();
        assertThat(Place.UNKNOWN.jurisdiction()).isEmpty();
    }
}
