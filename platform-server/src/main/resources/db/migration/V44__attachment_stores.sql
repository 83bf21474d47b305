-- Where a content is: in this table, or under its digest in another store.
alter table attachment_content add column store text not null default 'database';
alter table attachment_content alter column content drop not null;
alter table attachment_content add check ((store = 'database') = (content is not null));

create index attachment_content_store on attachment_content (store, digest);
