package io.azulejo.processor.prompt;

import java.util.List;
import java.util.Optional;

import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.ToolCallFormat;
import io.azulejo.processor.family.ConversationFormat;
import io.azulejo.processor.family.FamilyConfig;
import io.azulejo.processor.template.JsonText;
import io.azulejo.processor.tokenizer.Tokenizer;

/** The published conversation format, with what the tokenizer puts in front of every text. */
final class PublishedForm implements PromptForm {

    private final ConversationFormat format;
    private final List<Integer> prefixIds;
    private final boolean hasTools;

    PublishedForm(FamilyConfig config, Tokenizer tokenizer) {
        format = config.conversation();
        prefixIds = tokenizer.prefixIds();
        hasTools = config.callsToolsAsQwen();
        for (String token : format.controlTokens()) {
            if (tokenizer.specialTokenId(token).isEmpty()) {
                throw new CheckpointException(config.file().path(), "The tokenizer of this checkpoint has no token "
                        + token + ", which its conversation format " + format.name() + " needs.");
            }
        }
    }

    @Override
    public boolean hasTools() {
        return hasTools;
    }

    @Override
    public void write(Conversation conversation, PromptWriter writer) {
        writer.prefix(prefixIds);
        Optional<String> system = conversation.system().or(format::defaultSystem);
        if (system.isPresent() || !conversation.tools().isEmpty()) {
            writer.format(format.systemStart());
            content(List.of(new Piece.Text(system.orElse(""))), writer);
            tools(conversation.tools(), writer);
            writer.format(format.end());
        }
        for (List<Conversation.Turn> turns : conversation.grouped()) {
            switch (turns.getFirst().role()) {
                case TOOL -> results(turns, writer);
                case ASSISTANT -> answer(turns.getFirst(), writer);
                default -> {
                    writer.format(format.userStart());
                    content(turns.getFirst().content(), writer);
                    writer.format(format.end());
                }
            }
        }
        writer.format(format.assistantStart());
    }

    private void answer(Conversation.Turn turn, PromptWriter writer) {
        writer.format(format.assistantStart());
        content(turn.content(), writer);
        boolean further = !turn.content().equals(List.of(new Piece.Text(""))) && !turn.content().isEmpty();
        for (ToolCallPart call : turn.calls()) {
            writer.format(further ? ToolCallFormat.SEPARATOR : "");
            writer.format(ToolCallFormat.OPEN);
            String name = JsonText.write(call.tool());
            writer.text(name.substring(1, name.length() - 1));
            writer.format(ToolCallFormat.ARGUMENTS);
            writer.text(JsonText.write(ToolValues.arguments(call)));
            writer.format(ToolCallFormat.CLOSE);
            further = true;
        }
        writer.format(format.end());
    }

    /** The published template writes the results of one turn as one message of the user. */
    private void results(List<Conversation.Turn> results, PromptWriter writer) {
        String start = format.userStart();
        for (Conversation.Turn result : results) {
            writer.format(start + "<tool_response>\n");
            content(result.content(), writer);
            writer.format("\n</tool_response>");
            start = "\n";
        }
        writer.format(format.end());
    }

    /** In the words of Qwen2.5's published chat template. */
    private static void tools(List<ChatTool> tools, PromptWriter writer) {
        if (tools.isEmpty()) {
            return;
        }
        writer.format("\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
                + "You are provided with function signatures within <tools></tools> XML tags:\n<tools>");
        for (ChatTool tool : tools) {
            writer.format("\n");
            writer.text(JsonText.write(ToolValues.of(tool)));
        }
        writer.format(
                "\n</tools>\n\nFor each function call, return a json object with function name and arguments within"
                        + " <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": "
                        + "<args-json-object>}\n</tool_call>");
    }

    private void content(List<Piece> content, PromptWriter writer) {
        writer.content(format.trimmed() ? Trimmed.content(content) : content);
    }
}
