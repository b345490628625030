-- Gateways that may hold slices of budgets: on it from before the first grant until a clean stop. told_at is the moment up to which a
-- gateway had told the grantor everything that it holds; incarnation the newest start of it that has.
CREATE TABLE gateways (
    gateway_id  text        PRIMARY KEY,
    incarnation bigint      NOT NULL,
    told_at     timestamptz NOT NULL
) WITH (fillfactor = 50);
