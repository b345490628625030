-- Amounts are nano-dollars. The key itself is never stored, only its SHA-256.
CREATE TABLE virtual_keys (
    hash                  text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
    key_name              text        NOT NULL,
    key_alias             text UNIQUE,
    key_type              text        NOT NULL DEFAULT 'default',
    models                text[]      NOT NULL DEFAULT '{}',
    aliases               jsonb       NOT NULL DEFAULT '{}',
    allowed_routes        text[]      NOT NULL DEFAULT '{}',
    max_budget            bigint,
    soft_budget           bigint,
    budget_duration       text,
    budget_mode           text CHECK (budget_mode IN ('strict', 'bounded', 'advisory')),
    spend_at_start        bigint      NOT NULL DEFAULT 0,
    spend_set_at          timestamptz NOT NULL DEFAULT now(),
    rpm_limit             bigint,
    tpm_limit             bigint,
    max_parallel_requests bigint,
    model_rpm_limit       jsonb       NOT NULL DEFAULT '{}',
    model_tpm_limit       jsonb       NOT NULL DEFAULT '{}',
    expires               timestamptz,
    blocked               boolean,
    user_id               text,
    team_id               text,
    organization_id       text,
    metadata              jsonb       NOT NULL DEFAULT '{}',
    tags                  text[]      NOT NULL DEFAULT '{}',
    permissions           jsonb       NOT NULL DEFAULT '{}',
    settings              jsonb       NOT NULL DEFAULT '{}',
    created_at            timestamptz NOT NULL DEFAULT now(),
    created_by            text        NOT NULL,
    updated_at            timestamptz NOT NULL DEFAULT now(),
    updated_by            text        NOT NULL,
    version               bigint      NOT NULL DEFAULT 1
);
COMMENT ON COLUMN virtual_keys.spend_at_start IS 'spent without a ledger row; counts in the budget window that holds spend_set_at';
COMMENT ON COLUMN virtual_keys.settings IS 'fields of the management API that are kept and shown, by their names';
CREATE INDEX virtual_keys_by_user ON virtual_keys (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX virtual_keys_by_team ON virtual_keys (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX virtual_keys_by_age ON virtual_keys (created_at DESC, hash);

-- One row an attempt. An event is sent again with the same admitted_at, so that the partition key in the primary key does not
-- weaken its uniqueness.
CREATE TABLE ledger (
    request_id            text        NOT NULL,
    attempt               integer     NOT NULL,
    kind                  text        NOT NULL,
    admitted_at           timestamptz NOT NULL,
    gateway_id            text        NOT NULL,
    segment               bigint      NOT NULL,
    started_at            timestamptz NOT NULL,
    duration_micros       bigint      NOT NULL,
    first_byte_micros     bigint      NOT NULL,
    key_hash              text        NOT NULL,
    key_alias             text,
    user_id               text,
    team_id               text,
    organization_id       text,
    end_user              text,
    tags                  jsonb       NOT NULL,
    call_type             text        NOT NULL,
    stream                boolean     NOT NULL,
    requested_model       text        NOT NULL,
    model_group           text        NOT NULL,
    deployment_id         text        NOT NULL,
    provider              text        NOT NULL,
    provider_model        text        NOT NULL,
    api_base              text,
    status                integer     NOT NULL,
    client_status         integer     NOT NULL,
    error_class           text,
    finish_reason         text,
    certainty             text        NOT NULL CHECK (certainty IN ('exact', 'estimated', 'upper_bound', 'none')),
    input_tokens          bigint      NOT NULL,
    cached_input_tokens   bigint      NOT NULL,
    cache_write_5m_tokens bigint      NOT NULL,
    cache_write_1h_tokens bigint      NOT NULL,
    input_audio_tokens    bigint      NOT NULL,
    output_tokens         bigint      NOT NULL,
    reasoning_tokens      bigint      NOT NULL,
    output_audio_tokens   bigint      NOT NULL,
    cost                  bigint      NOT NULL,
    cost_known            boolean     NOT NULL,
    cost_lines            jsonb       NOT NULL,
    charges               jsonb       NOT NULL,
    recorded_at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request_id, attempt, kind, admitted_at)
) PARTITION BY RANGE (admitted_at);
CREATE INDEX ledger_by_key ON ledger (key_hash, admitted_at DESC);
CREATE INDEX ledger_by_time ON ledger (admitted_at DESC);

-- Takes what no partition was made for: nothing is ever refused.
CREATE TABLE ledger_default PARTITION OF ledger DEFAULT;

-- False when rows of that day stand in the default partition already; they stay there.
CREATE FUNCTION ensure_ledger_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'ledger_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN true;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('sluice.ledger.partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF ledger FOR VALUES FROM (%L) TO (%L)',
        partition, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
    RETURN true;
EXCEPTION WHEN check_violation OR duplicate_table OR invalid_object_definition THEN
    RETURN false;
END
$$;

-- Sums of the ledger by budget window (start in epoch milliseconds, 0 for a budget without a duration). Derived: moved only
-- together with the ledger rows, and can be rebuilt from them.
CREATE TABLE scope_spend (
    scope        text   NOT NULL,
    window_start bigint NOT NULL,
    settled      bigint NOT NULL,
    PRIMARY KEY (scope, window_start)
) WITH (fillfactor = 70);

-- How many different events of a gateway's journal segment the books hold.
CREATE TABLE journal_segments (
    gateway_id text        NOT NULL,
    segment    bigint      NOT NULL,
    events     bigint      NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (gateway_id, segment)
) WITH (fillfactor = 70);

-- Events whose ledger row came from another segment (recovered after a crash): counted for theirs, once.
CREATE TABLE journal_repeats (
    gateway_id text    NOT NULL,
    segment    bigint  NOT NULL,
    request_id text    NOT NULL,
    attempt    integer NOT NULL,
    kind       text    NOT NULL,
    PRIMARY KEY (gateway_id, segment, request_id, attempt, kind)
);

-- Events that PostgreSQL refuses for what is in them; for people to look at.
CREATE TABLE ledger_rejects (
    digest      text PRIMARY KEY,
    event       bytea       NOT NULL,
    reason      text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
