-- The id that an imported conversation had where it is from: it is taken once.
alter table conversation add column origin_id uuid;
create unique index conversation_origin on conversation (owner_id, origin_id) where origin_id is not null;
