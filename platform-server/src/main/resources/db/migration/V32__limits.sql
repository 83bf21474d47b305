-- What administrators allow: for one user, each member of one group, or one API key. Null says nothing, -1 is without limit.
create table quota (
    id                     uuid        not null primary key,
    person_id              uuid        unique references person on delete cascade,
    group_name             text        unique references user_group on delete cascade,
    key_id                 uuid        unique references api_key on delete cascade,
    requests_per_minute    bigint      check (requests_per_minute >= -1),
    requests_per_day       bigint      check (requests_per_day >= -1),
    tokens_per_day         bigint      check (tokens_per_day >= -1),
    tokens_per_month       bigint      check (tokens_per_month >= -1),
    picture_tokens_per_day bigint      check (picture_tokens_per_day >= -1),
    concurrent             bigint      check (concurrent >= -1),
    created_at             timestamptz not null default now(),
    check (num_nonnulls(person_id, group_name, key_id) = 1)
);

-- Requests that were let in of late: those in progress with what is set aside for them, and those of the last minutes. The
-- instance that makes an answer moves its time on; where it does not, it is dead.
create table admission (
    id             uuid        not null primary key,
    person_id      uuid        not null references person on delete cascade,
    key_id         uuid,
    model          text        not null,
    at             timestamptz not null,
    alive_until    timestamptz not null,
    ended          boolean     not null default false,
    prompt_tokens  bigint      not null,
    picture_tokens bigint      not null,
    answer_tokens  bigint      not null
);
create index admission_person on admission (person_id, at);
create index admission_unfinished on admission (alive_until) where not ended;

-- What was used in a day (UTC). No references: it outlives keys; the person is nobody's where one was deleted.
create table usage_day (
    day               date   not null,
    person_id         uuid   not null,
    key_id            uuid   not null default '00000000-0000-0000-0000-000000000000',
    model             text   not null,
    requests          bigint not null,
    prompt_tokens     bigint not null,
    picture_tokens    bigint not null,
    completion_tokens bigint not null,
    primary key (person_id, day, key_id, model)
);
create index usage_day_day on usage_day (day);
