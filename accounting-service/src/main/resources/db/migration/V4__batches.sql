-- Files of callers and of batches, in pieces of 1 MB: no statement and no process holds a file whole. owner is the user, team or key whose it is.
CREATE TABLE files (
    id         text        PRIMARY KEY,
    owner      text        NOT NULL,
    filename   text        NOT NULL,
    purpose    text        NOT NULL,
    bytes      bigint      NOT NULL DEFAULT 0,
    complete   boolean     NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX files_by_owner ON files (owner, created_at DESC, id DESC);
CREATE INDEX files_by_age ON files (created_at DESC, id DESC);
CREATE INDEX files_by_end ON files (expires_at);

CREATE TABLE file_pieces (
    file_id text    NOT NULL REFERENCES files ON DELETE CASCADE,
    piece   integer NOT NULL,
    bytes   bytea   NOT NULL,
    PRIMARY KEY (file_id, piece)
);

-- status as OpenAI's clients know it. A batch with a provider is run there, under remote_id, and has no lines here; a gateway looks after it when remote_at
-- comes, with a lease, and has asked for it to be made since submitted_at. total is known once the input file was read; what is done is counted in the lines until the result files are written.
CREATE TABLE batches (
    id                text        PRIMARY KEY,
    owner             text        NOT NULL,
    key_hash          text        NOT NULL,
    admin             boolean     NOT NULL,
    endpoint          text        NOT NULL,
    input_file_id     text        NOT NULL,
    completion_window text        NOT NULL,
    metadata          jsonb,
    output_seconds    bigint      NOT NULL DEFAULT 0,
    status            text        NOT NULL DEFAULT 'validating',
    errors            jsonb,
    output_file_id    text,
    error_file_id     text,
    total             integer     NOT NULL DEFAULT 0,
    completed         integer     NOT NULL DEFAULT 0,
    failed            integer     NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    expires_at        timestamptz NOT NULL,
    in_progress_at    timestamptz,
    finalizing_at     timestamptz,
    completed_at      timestamptz,
    failed_at         timestamptz,
    expired_at        timestamptz,
    cancelling_at     timestamptz,
    cancelled_at      timestamptz,
    served_at         timestamptz NOT NULL DEFAULT now(),
    provider          text,
    model             text,
    remote_id         text,
    submitted_at      timestamptz,
    remote_at         timestamptz NOT NULL DEFAULT now(),
    remote_lease      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX batches_by_owner ON batches (owner, created_at DESC, id DESC);
CREATE INDEX batches_by_age ON batches (created_at DESC, id DESC);
CREATE INDEX batches_remote ON batches (remote_at)
    WHERE provider IS NOT NULL AND status IN ('validating', 'in_progress', 'finalizing', 'cancelling');
CREATE INDEX batches_open ON batches (served_at) WHERE status IN ('validating', 'in_progress', 'finalizing', 'cancelling');

-- Of batches that are open. waiting -> claimed (a lease) -> begun (a provider may be called) -> done.
CREATE TABLE batch_lines (
    batch_id      text        NOT NULL REFERENCES batches ON DELETE CASCADE,
    line          integer     NOT NULL,
    custom_id     text,
    body          bytea       NOT NULL,
    state         text        NOT NULL CHECK (state IN ('waiting', 'claimed', 'begun', 'done')),
    tries         integer     NOT NULL DEFAULT 0,
    not_before    timestamptz NOT NULL DEFAULT now(),
    lease_until   timestamptz,
    call_id       text UNIQUE,
    failed        boolean     NOT NULL DEFAULT false,
    status        integer,
    answer        bytea,
    error_code    text,
    error_message text,
    PRIMARY KEY (batch_id, line)
);
CREATE INDEX batch_lines_open ON batch_lines (batch_id, line) WHERE state <> 'done';
CREATE INDEX batch_lines_leased ON batch_lines (lease_until) WHERE state IN ('claimed', 'begun');
CREATE INDEX batch_lines_progress ON batch_lines (batch_id, failed) WHERE state = 'done';
