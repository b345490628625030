package io.sluice.gateway.slice;

import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.SpendBook;
import java.util.Optional;

/**
 * What the admission of one gateway talks to.
 *
 * @param gateway the name that grantor and books know this gateway by, the same after a restart
 * @param incarnation rises with each start of this gateway
 * @param terms of the grantor
 * @param roster empty when the grantor serves this gateway alone
 */
public record AdmissionSeams(
        String gateway,
        long incarnation,
        Grantor grantor,
        SpendBook books,
        Optional<GatewayRoster> roster,
        UnledgeredSpend unledgered,
        GrantTerms terms) {}
