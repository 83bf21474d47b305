-- Work that is done for somebody who did not ask for it, such as a title, is no request; its tokens count nonetheless.
alter table admission add column requests integer not null default 1;
