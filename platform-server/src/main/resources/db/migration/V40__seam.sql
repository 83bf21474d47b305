-- Where other deployments went on with an answer, as JSON; null where none did.
alter table generation add column seam text;
