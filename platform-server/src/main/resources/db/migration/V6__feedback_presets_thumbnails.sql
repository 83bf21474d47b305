create table answer_feedback (
    answer_id  uuid        not null primary key references message on delete cascade,
    rating     text        not null check (rating in ('up', 'down')),
    comment    text,
    updated_at timestamptz not null
);

create table preset (
    id         uuid        not null primary key,
    owner_id   uuid        not null references person on delete cascade,
    name       text        not null,
    system     text,
    model      text,
    options    text        not null,
    created_at timestamptz not null,
    unique (owner_id, name)
);

-- Small pictures of pictures, made when they are first wanted.
create table attachment_thumbnail (
    digest  text    not null references attachment_content on delete cascade,
    size    integer not null,
    content bytea   not null,
    primary key (digest, size)
);

alter table attachment_thumbnail alter column content set storage external;
