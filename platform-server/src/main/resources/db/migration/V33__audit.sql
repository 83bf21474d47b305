-- Who did what. Rows are added, and go when they are old; none is ever changed. The actor's name is the person's, as long as
-- there is one.
create table audit_event (
    id       uuid        not null primary key,
    at       timestamptz not null default clock_timestamp(),
    actor_id uuid,
    key_id   uuid,
    action   text        not null,
    subject  text,
    detail   text,
    address  text,
    result   text        not null check (result in ('done', 'refused', 'failed')),
    status   integer     not null
);
create index audit_event_actor on audit_event (actor_id, id desc);
create index audit_event_action on audit_event (action, id desc);
create index audit_event_at on audit_event (at);

create function audit_event_stays() returns trigger language plpgsql as
$$
begin
    raise exception 'audit events are never changed';
end
$$;
create trigger audit_event_stays before update on audit_event for each row execute function audit_event_stays();
