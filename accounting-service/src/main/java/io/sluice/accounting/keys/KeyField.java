package io.sluice.accounting.keys;

import static io.sluice.accounting.keys.KeyField.Home.ACTION;
import static io.sluice.accounting.keys.KeyField.Home.COLUMN;
import static io.sluice.accounting.keys.KeyField.Home.KEPT;
import static io.sluice.accounting.keys.KeyField.Home.KEPT_IN_METADATA;

import java.util.Locale;

/**
 * The fields that a caller may set on a key (LiteLLM's {@code GenerateKeyRequest}, openapi 1.109.1, and {@code budget_mode} of ours).
 * What is not listed here, such as {@code token} or {@code created_by}, is the server's and is ignored in a request.
 */
enum KeyField {
    KEY_ALIAS(FieldType.TEXT, COLUMN),
    DURATION(FieldType.TEXT, ACTION),
    MODELS(FieldType.TEXTS, COLUMN),
    SPEND(FieldType.NUMBER, ACTION),
    MAX_BUDGET(FieldType.NUMBER, COLUMN),
    USER_ID(FieldType.TEXT, COLUMN),
    TEAM_ID(FieldType.TEXT, COLUMN),
    AGENT_ID(FieldType.TEXT, KEPT),
    MAX_PARALLEL_REQUESTS(FieldType.WHOLE, COLUMN),
    METADATA(FieldType.OBJECT, COLUMN),
    TPM_LIMIT(FieldType.WHOLE, COLUMN),
    RPM_LIMIT(FieldType.WHOLE, COLUMN),
    BUDGET_DURATION(FieldType.TEXT, COLUMN),
    BUDGET_MODE(FieldType.TEXT, COLUMN),
    BUDGET_LIMITS(FieldType.LIST, KEPT),
    ALLOWED_CACHE_CONTROLS(FieldType.LIST, KEPT),
    CONFIG(FieldType.OBJECT, KEPT),
    PERMISSIONS(FieldType.OBJECT, COLUMN),
    MODEL_MAX_BUDGET(FieldType.OBJECT, KEPT),
    BUDGET_FALLBACKS(FieldType.OBJECT, KEPT),
    MODEL_RPM_LIMIT(FieldType.WHOLES_BY_NAME, COLUMN),
    MODEL_TPM_LIMIT(FieldType.WHOLES_BY_NAME, COLUMN),
    MCP_RPM_LIMIT(FieldType.OBJECT, KEPT_IN_METADATA),
    TAG_RPM_LIMIT(FieldType.OBJECT, KEPT_IN_METADATA),
    GUARDRAILS(FieldType.TEXTS, KEPT_IN_METADATA),
    POLICIES(FieldType.TEXTS, KEPT),
    PROMPTS(FieldType.TEXTS, KEPT_IN_METADATA),
    BLOCKED(FieldType.FLAG, COLUMN),
    ALIASES(FieldType.TEXTS_BY_NAME, COLUMN),
    OBJECT_PERMISSION(FieldType.OBJECT, KEPT),
    KEY(FieldType.TEXT, ACTION),
    TPD_LIMIT(FieldType.WHOLE, KEPT),
    DEFAULT_ESTIMATED_OUTPUT_TOKENS(FieldType.WHOLE, KEPT_IN_METADATA),
    DEFAULT_ESTIMATED_OUTPUT_TOKENS_PER_MODEL(FieldType.OBJECT, KEPT_IN_METADATA),
    BUDGET_ID(FieldType.TEXT, KEPT),
    END_USER_BUDGET_ID(FieldType.TEXT, KEPT_IN_METADATA),
    TAGS(FieldType.TEXTS, COLUMN),
    DISABLE_GLOBAL_GUARDRAILS(FieldType.FLAG, KEPT_IN_METADATA),
    ENABLE_PROMPT_CACHING(FieldType.FLAG, KEPT_IN_METADATA),
    THROTTLE_ON_BUDGET_EXCEEDED(FieldType.FLAG, KEPT_IN_METADATA),
    ENFORCED_PARAMS(FieldType.TEXTS, KEPT_IN_METADATA),
    ALLOWED_ROUTES(FieldType.TEXTS, COLUMN),
    ALLOWED_PASSTHROUGH_ROUTES(FieldType.LIST, KEPT_IN_METADATA),
    DENIED_PASSTHROUGH_ROUTES(FieldType.TEXTS, KEPT_IN_METADATA),
    ALLOWED_VECTOR_STORE_INDEXES(FieldType.LIST, KEPT_IN_METADATA),
    RPM_LIMIT_TYPE(FieldType.TEXT, KEPT_IN_METADATA),
    TPM_LIMIT_TYPE(FieldType.TEXT, KEPT_IN_METADATA),
    ROUTER_SETTINGS(FieldType.OBJECT, KEPT),
    ACCESS_GROUP_IDS(FieldType.TEXTS, KEPT),
    SOFT_BUDGET(FieldType.NUMBER, COLUMN),
    SEND_INVITE_EMAIL(FieldType.FLAG, ACTION),
    KEY_TYPE(FieldType.TEXT, ACTION),
    AUTO_ROTATE(FieldType.FLAG, KEPT),
    ROTATION_INTERVAL(FieldType.TEXT, KEPT),
    ORGANIZATION_ID(FieldType.TEXT, COLUMN),
    PROJECT_ID(FieldType.TEXT, KEPT);

    /** Where a value lives. */
    enum Home {
        /** A column of {@code virtual_keys} of the field's name. */
        COLUMN,
        /** The {@code settings} document. */
        KEPT,
        /** The {@code settings} document; shown inside {@code metadata}, as LiteLLM does. */
        KEPT_IN_METADATA,
        /** Steers a call. */
        ACTION
    }

    private final String json;
    private final FieldType type;
    private final Home home;

    KeyField(FieldType type, Home home) {
        this.json = name().toLowerCase(Locale.ROOT);
        this.type = type;
        this.home = home;
    }

    /** The name in JSON, and of the column. */
    String json() {
        return json;
    }

    FieldType type() {
        return type;
    }

    Home home() {
        return home;
    }
}
