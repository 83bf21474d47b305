-- Backends that an administrator added, beside those of the configuration. json, not jsonb: the order of models counts.
create table backend (
    name       text        not null primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    type       text        not null,
    settings   json        not null,
    models     json        not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- Which backends, of either kind, an administrator loaded or unloaded, and when. Those that are not here are loaded.
create table backend_switch (
    name       text        not null primary key,
    loaded     boolean     not null,
    changed_at timestamptz not null default now()
);

-- Deployments that an administrator added to those of the configuration.
create table deployment (
    id                uuid        not null primary key,
    model             text        not null,
    backend           text        not null,
    backend_model     text        not null,
    weight            integer     not null check (weight > 0),
    priority          integer     not null,
    pictures          boolean,
    min_prompt_tokens integer check (min_prompt_tokens > 0),
    max_prompt_tokens integer check (max_prompt_tokens > 0),
    created_at        timestamptz not null default now(),
    unique (model, backend, backend_model)
);
