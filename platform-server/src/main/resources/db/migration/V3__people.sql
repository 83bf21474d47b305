-- Who uses the server. In local mode that is one person, who is always here.
create table person (
    id         uuid        not null primary key,
    name       text        not null unique,
    created_at timestamptz not null default now()
);

insert into person (id, name) values ('00000000-0000-4000-8000-000000000001', 'local');

-- Everything that is kept belongs to somebody, and goes with its owner.
alter table conversation add column owner_id uuid not null
    default '00000000-0000-4000-8000-000000000001' references person on delete cascade;
alter table conversation alter column owner_id drop default;
alter table attachment add column owner_id uuid not null
    default '00000000-0000-4000-8000-000000000001' references person on delete cascade;
alter table attachment alter column owner_id drop default;

-- A key is its sender's own.
alter table conversation drop constraint conversation_request_key_key;
alter table conversation add constraint conversation_request_key unique (owner_id, request_key);

drop index conversation_recency;
create index conversation_recency on conversation (owner_id, updated_at desc, id desc);
create index attachment_owner on attachment (owner_id);
