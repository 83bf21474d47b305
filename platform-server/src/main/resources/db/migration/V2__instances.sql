-- The instances of the application that share this database. Their times are the database's own, never an instance's.
create table instance (
    id           uuid        not null primary key,
    host         text        not null,
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null,
    -- Since when it has not missed a heartbeat. Who has just come back may not judge others.
    steady_since timestamptz not null
);

-- Who makes the answer, and whether somebody asked it to stop. No reference: an answer outlives its instance.
alter table generation add column owner uuid;
alter table generation add column stop_requested boolean not null default false;

create index generation_owner on generation (owner) where status in ('queued', 'running');

-- The pieces of an answer that has ended are in its message; some time later they are cleared away here.
alter table generation add column cleared boolean not null default false;

create index generation_to_clear on generation (ended_at) where not cleared;
