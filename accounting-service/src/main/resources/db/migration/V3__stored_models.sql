-- Deployments that were added while Sluice ran (POST /model/new). params is litellm_params as JSON, sealed with a key that is not in this
-- database; model and info are readable. version is for changes that were made at the same time.
CREATE TABLE stored_models (
    id         text        PRIMARY KEY,
    model_name text        NOT NULL,
    model      text        NOT NULL,
    params     text        NOT NULL,
    info       jsonb       NOT NULL,
    blocked    boolean     NOT NULL DEFAULT false,
    version    bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text        NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text        NOT NULL
);

-- One row, changed in the transaction of each change: routers ask whether it is still what they know.
CREATE TABLE stored_models_revision (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint  NOT NULL
);
INSERT INTO stored_models_revision (revision) VALUES (1);
