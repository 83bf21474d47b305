-- Responses of the OpenAI-compatible API, each with what it answers and what became of it.
create table response (
    id               uuid        not null primary key,
    owner_id         uuid        not null references person on delete cascade,
    -- No reference: deleting one response leaves those that follow it.
    previous_id      uuid,
    status           text        not null
        check (status in ('queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled')),
    -- The items that were sent, as JSON, pictures apart; and the response as clients read it.
    input            text        not null,
    body             text        not null,
    instance         uuid,
    cancel_requested boolean     not null default false,
    created_at       timestamptz not null default now(),
    ended_at         timestamptz
);

create index response_owner on response (owner_id);
create index response_unfinished on response (instance) where status in ('queued', 'in_progress');
create index response_age on response (created_at);

create table response_picture (
    response_id uuid    not null references response on delete cascade,
    position    integer not null,
    media_type  text    not null,
    content     bytea   not null,
    primary key (response_id, position)
);

alter table response_picture alter column content set storage external;

-- What readers of a response are sent, numbered from 0 without gaps.
create table response_event (
    response_id uuid    not null references response on delete cascade,
    seq         integer not null check (seq >= 0),
    payload     text    not null,
    primary key (response_id, seq)
);
