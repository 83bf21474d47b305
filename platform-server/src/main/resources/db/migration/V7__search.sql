-- What can be found: messages and titles, each with its words as the application reads them. They need neither an extension
-- nor a locale, and so every language is found alike, also those that do not part their words. Among the words is the owner,
-- so that nobody's search reads what others wrote.
create table search_entry (
    id              uuid        not null primary key,
    conversation_id uuid        not null references conversation on delete cascade,
    message_id      uuid        references message on delete cascade,
    lexemes         tsvector    not null,
    at              timestamptz not null,
    check (id = coalesce(message_id, conversation_id))
);

create index search_entry_lexemes on search_entry using gin (lexemes);
create index search_entry_conversation on search_entry (conversation_id);
create index search_entry_message on search_entry (message_id) where message_id is not null;
