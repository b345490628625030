package io.sluice.contracts.identity;

import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key as the books keep it and the gateway caches it: everything that identity, access and admission need, and never
 * the key itself.
 *
 * @param hash lower-case hex SHA-256 of the key, the only form that is stored
 * @param name the key as people see it, {@code sk-...} and its last four characters
 * @param models model groups, wildcards or access groups that may be called; empty: all
 * @param aliases client name to model group, applied before routing
 * @param allowedRoutes paths, {@code /prefix/*} or route groups ({@code llm_api_routes}, {@code management_routes},
 *     {@code info_routes}); empty: all that its role may call
 * @param spendAtStart what had been spent before the ledger began to count (LiteLLM's {@code spend} of {@code /key/generate})
 * @param modelRpm requests a minute by model group
 * @param modelTpm tokens a minute by model group
 * @param version rises with each change, so that a late invalidation can be told from a new one
 */
public record VirtualKey(
        String hash,
        String name,
        @Nullable String alias,
        @Nullable String userId,
        @Nullable String teamId,
        @Nullable String organizationId,
        List<String> models,
        Map<String, String> aliases,
        List<String> allowedRoutes,
        @Nullable Money maxBudget,
        @Nullable String budgetDuration,
        @Nullable BudgetMode budgetMode,
        @Nullable Money spendAtStart,
        @Nullable Long rpmLimit,
        @Nullable Long tpmLimit,
        @Nullable Long maxParallelRequests,
        Map<String, Long> modelRpm,
        Map<String, Long> modelTpm,
        @Nullable Instant expires,
        boolean blocked,
        Instant createdAt,
        long version) {}
