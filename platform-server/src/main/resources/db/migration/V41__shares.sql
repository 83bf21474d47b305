-- Branches of conversations as they were when somebody shared them. Of the token in the link only the digest is here.
create table share (
    id              uuid        not null primary key,
    owner_id        uuid        not null references person on delete cascade,
    conversation_id uuid        not null references conversation on delete cascade,
    token_hash      bytea       not null unique,
    title           text        not null,
    snapshot        text        not null,
    created_at      timestamptz not null,
    expires_at      timestamptz
);

create index share_owner on share (owner_id, id);
create index share_conversation on share (conversation_id);
create index share_expiry on share (expires_at) where expires_at is not null;

-- The pictures that it shows, which stay as long as it does.
create table share_attachment (
    share_id      uuid not null references share on delete cascade,
    attachment_id uuid not null references attachment,
    primary key (share_id, attachment_id)
);

create index share_attachment_attachment on share_attachment (attachment_id);
