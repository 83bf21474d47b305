create table folder (
    id         uuid        not null primary key,
    owner_id   uuid        not null references person on delete cascade,
    name       text        not null,
    created_at timestamptz not null,
    unique (owner_id, name)
);

alter table conversation
    add column pinned     boolean not null default false,
    add column archived   boolean not null default false,
    add column folder_id  uuid references folder on delete set null,
    add column tags       text[]  not null default '{}',
    -- Who made the title: the user, the model, or it is the beginning of the first message.
    add column titled     text    not null default 'text' check (titled in ('user', 'model', 'text')),
    -- A temporary one has this, and is in no list.
    add column expires_at timestamptz,
    -- In the bin since then.
    add column deleted_at timestamptz;

-- Titles that there are already are not known to be anything but their users' wishes.
update conversation set titled = 'user';

-- Every list pages by these, newest first.
drop index conversation_recency;
create index conversation_list on conversation (owner_id, updated_at desc, id desc)
    where deleted_at is null and expires_at is null and not archived;
create index conversation_archive on conversation (owner_id, updated_at desc, id desc)
    where deleted_at is null and expires_at is null and archived;
create index conversation_pinned on conversation (owner_id, updated_at desc, id desc)
    where deleted_at is null and expires_at is null and pinned;
create index conversation_folder on conversation (folder_id, updated_at desc, id desc)
    where deleted_at is null and expires_at is null and folder_id is not null;
create index conversation_bin on conversation (owner_id, updated_at desc, id desc)
    where deleted_at is not null and expires_at is null;
create index conversation_tags on conversation using gin (tags) where tags <> '{}';

-- What is to be cleared away.
create index conversation_to_purge on conversation (deleted_at) where deleted_at is not null;
create index conversation_to_expire on conversation (expires_at) where expires_at is not null;
