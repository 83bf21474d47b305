-- What an answer was made by: how its pictures were cut and who made which part of it, as JSON, and the ids of its tokens,
-- seven bits a byte, the lowest first.
create table generation_manifest (
    generation_id uuid  not null primary key references generation on delete cascade,
    pictures      text  not null,
    runs          text  not null default '[]',
    tokens        bytea not null default ''
);
