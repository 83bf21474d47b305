-- An answer that goes on with one that was cut off begins with its text. No reference: it outlives that one.
alter table generation add column continues_id uuid;
