-- Who has a password logs in by it. The first administrator is the person of local mode, and keeps what that one had.
alter table person
    add column display_name text        not null default '',
    add column password     text,
    add column role         text        not null default 'user' check (role in ('user', 'admin')),
    add column enabled      boolean     not null default true;
update person set role = 'admin', display_name = name where id = '00000000-0000-4000-8000-000000000001';
create unique index person_login on person (lower(name));

-- Logins. Of the token in a browser's cookie only the digest is here.
create table login_session (
    token_hash bytea       not null primary key,
    person_id  uuid        not null references person on delete cascade,
    created_at timestamptz not null default now(),
    used_at    timestamptz not null default now()
);
create index login_session_person on login_session (person_id);

-- Links that are good for one use: to make an account, or to set a new password of one.
create table account_link (
    token_hash bytea       not null primary key,
    person_id  uuid        references person on delete cascade,
    role       text        not null default 'user' check (role in ('user', 'admin')),
    first      boolean     not null default false,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);

-- How often a password was tried for a name or from an address since a time.
create table login_attempt (
    key   text        not null primary key,
    since timestamptz not null,
    count integer     not null
);

-- Keys of programs. Of the key itself only the digest is here.
create table api_key (
    id           uuid        not null primary key,
    person_id    uuid        not null references person on delete cascade,
    name         text        not null,
    key_hash     bytea       not null unique,
    scopes       text[]      not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    last_used_at timestamptz
);
create index api_key_person on api_key (person_id, id);
