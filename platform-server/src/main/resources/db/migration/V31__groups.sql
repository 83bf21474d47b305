-- Groups of people. A group keeps its name: the configuration's deployments know it by that.
create table user_group (
    name        text        not null primary key,
    description text        not null default '',
    created_at  timestamptz not null default now()
);
create unique index user_group_name on user_group (lower(name));

create table user_group_member (
    group_name text not null references user_group on delete cascade,
    person_id  uuid not null references person on delete cascade,
    primary key (group_name, person_id)
);
create index user_group_member_person on user_group_member (person_id);

-- Models that are not for everybody. One stays so when all of those whom it is for are gone.
create table restricted_model (
    model text not null primary key
);

create table model_group (
    model      text not null references restricted_model on delete cascade,
    group_name text not null references user_group on delete cascade,
    primary key (model, group_name)
);
create index model_group_name on model_group (group_name);

create table model_user (
    model     text not null references restricted_model on delete cascade,
    person_id uuid not null references person on delete cascade,
    primary key (model, person_id)
);
create index model_user_person on model_user (person_id);

-- The names of the groups that a deployment is for; empty for everybody.
alter table deployment add column for_groups text[] not null default '{}';
