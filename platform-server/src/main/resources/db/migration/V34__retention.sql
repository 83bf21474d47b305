-- Conversations that were not touched for long are looked for, where they are not kept for good. A block range index: small,
-- and without an order, which the lists of conversations would be read in past their own index.
create index conversation_untouched on conversation using brin (updated_at) with (autosummarize = on);
