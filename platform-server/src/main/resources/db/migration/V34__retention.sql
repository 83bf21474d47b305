-- Conversations that were not touched for long are looked for, where they are not kept for good.
create index conversation_untouched on conversation (updated_at);
