package io.azulejo.processor.prompt;

import java.util.List;
import java.util.Optional;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.family.ConversationFormat;
import io.azulejo.processor.family.FamilyConfig;
import io.azulejo.processor.tokenizer.Tokenizer;

/** The published conversation format, with what the tokenizer puts in front of every text. */
final class PublishedForm implements PromptForm {

    private final ConversationFormat format;
    private final List<Integer> prefixIds;

    PublishedForm(FamilyConfig config, Tokenizer tokenizer) {
        format = config.conversation();
        prefixIds = tokenizer.prefixIds();
        for (String token : format.controlTokens()) {
            if (tokenizer.specialTokenId(token).isEmpty()) {
                throw new CheckpointException(config.file().path(), "The tokenizer of this checkpoint has no token "
                        + token + ", which its conversation format " + format.name() + " needs.");
            }
        }
    }

    @Override
    public void write(Conversation conversation, PromptWriter writer) {
        writer.prefix(prefixIds);
        Optional<String> system = conversation.system().or(format::defaultSystem);
        system.ifPresent(text -> message(format.systemStart(), List.of(new Piece.Text(text)), writer));
        for (Conversation.Turn turn : conversation.turns()) {
            message(turn.user() ? format.userStart() : format.assistantStart(), turn.content(), writer);
        }
        writer.format(format.assistantStart());
    }

    private void message(String start, List<Piece> content, PromptWriter writer) {
        writer.format(start);
        writer.content(format.trimmed() ? Trimmed.content(content) : content);
        writer.format(format.end());
    }
}
