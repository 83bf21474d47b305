-- Attachments: the content once for each digest, a row here for each upload.
create table attachment_content (
    digest     text        not null primary key check (digest ~ '^[0-9a-f]{64}$'),
    media_type text        not null,
    size       bigint      not null,
    width      integer     not null,
    height     integer     not null,
    content    bytea       not null
);

-- Pictures are compressed already.
alter table attachment_content alter column content set storage external;

create table attachment (
    id         uuid        not null primary key,
    digest     text        not null references attachment_content,
    file_name  text,
    created_at timestamptz not null
);

create index attachment_digest on attachment (digest);

create table conversation (
    id          uuid        not null primary key,
    title       text        not null,
    model       text,
    request_key text        unique,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);

-- The list pages by these, newest first.
create index conversation_recency on conversation (updated_at desc, id desc);

-- A conversation is a tree: each message names the one it follows.
create table message (
    id              uuid        not null primary key,
    conversation_id uuid        not null references conversation on delete cascade,
    parent_id       uuid,
    ordinal         integer     not null,
    role            text        not null check (role in ('system', 'user', 'assistant')),
    request_key     text,
    created_at      timestamptz not null,
    unique (conversation_id, ordinal),
    unique (conversation_id, id),
    unique (conversation_id, request_key),
    foreign key (conversation_id, parent_id) references message (conversation_id, id) on delete cascade
);

create index message_parent on message (conversation_id, parent_id);

create table message_part (
    message_id    uuid    not null references message on delete cascade,
    position      integer not null check (position >= 0),
    text          text,
    attachment_id uuid    references attachment,
    primary key (message_id, position),
    check ((text is null) <> (attachment_id is null))
);

create index message_part_attachment on message_part (attachment_id) where attachment_id is not null;

-- A generation is the making of one answer.
create table generation (
    id                uuid        not null primary key,
    conversation_id   uuid        not null references conversation on delete cascade,
    answer_id         uuid        not null unique references message on delete cascade,
    model             text        not null,
    parameters        text        not null,
    status            text        not null
        check (status in ('queued', 'running', 'completed', 'stopped', 'failed', 'interrupted')),
    finish_reason     text,
    error             text,
    prompt_tokens     integer,
    image_tokens      integer,
    cached_tokens     integer,
    completion_tokens integer,
    queued_at         timestamptz not null,
    started_at        timestamptz,
    first_token_at    timestamptz,
    ended_at          timestamptz
);

create index generation_conversation on generation (conversation_id);
create index generation_unfinished on generation (status) where status in ('queued', 'running');

-- What readers of a generation are sent, numbered from 1 without gaps.
create table generation_event (
    generation_id uuid    not null references generation on delete cascade,
    seq           integer not null check (seq > 0),
    type          text    not null,
    payload       text    not null,
    primary key (generation_id, seq)
);
