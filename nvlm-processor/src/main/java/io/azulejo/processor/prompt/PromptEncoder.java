package io.azulejo.processor.prompt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.azulejo.processor.Chat;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.ProcessorSettings;
import io.azulejo.processor.PromptException;
import io.azulejo.processor.PromptFormat;
import io.azulejo.processor.family.FamilyConfig;
import io.azulejo.processor.image.TileGrid;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Writes conversations as ids for one checkpoint. Thread-safe. */
public final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final ControlTokens controlTokens;
    private final PicturePlaceholder placeholder;
    private final PromptForm form;
    private final boolean interleave;

    /** @throws CheckpointException if the checkpoint lacks a token or a template that its prompts need */
    public PromptEncoder(Path checkpoint, FamilyConfig config, Tokenizer tokenizer, ProcessorSettings settings) {
        this.tokenizer = tokenizer;
        interleave = settings.interleave();
        controlTokens = new ControlTokens(tokenizer);
        placeholder = PicturePlaceholder.of(config, tokenizer);
        form = form(checkpoint, config, settings.promptFormat());
    }

    /** For the text-only families the tokenizer's template is the published conversation format, if there is one. */
    private PromptForm form(Path checkpoint, FamilyConfig config, PromptFormat format) {
        boolean byTemplate = format == PromptFormat.CHAT_TEMPLATE || !config.family().pictures();
        Optional<ChatTemplate> template = byTemplate ? ChatTemplate.read(checkpoint) : Optional.empty();
        if (template.isPresent()) {
            return new TemplateForm(template.get(), controlTokens);
        }
        if (format == PromptFormat.CHAT_TEMPLATE) {
            throw new CheckpointException(checkpoint.resolve("tokenizer_config.json"),
                    "It has no \"chat_template\"; use the prompt format \"chat\" for this checkpoint.");
        }
        return new PublishedForm(config, tokenizer);
    }

    /**
     * @param grids how each picture of the conversation is cut, in the order of messages and parts
     * @throws PromptException if the format has no form for the conversation
     */
    public Encoded encode(Chat chat, List<TileGrid> grids) {
        IdWriter writer = new IdWriter(tokenizer, controlTokens, placeholder, grids);
        write(chat, writer);
        int[] ids = writer.ids();
        if (!writer.hasAllPictures()) {
            throw new PromptException("The checkpoint's chat template leaves out a message that holds a picture.");
        }
        return new Encoded(ids, writer.tileOffsets());
    }

    /** The text before each of a picture's tiles, the thumbnail among them; empty where the family has none. */
    public List<String> tags(int tiles) {
        return placeholder.tags(tiles);
    }

    /** Whether a prompt can tell of tools, and how the model calls them is known. */
    public boolean hasTools() {
        return form.hasTools();
    }

    /**
     * A conversation as text, without what the tokenizer puts in front of every text.
     *
     * @param picture what stands for a picture
     * @throws PromptException if the format has no form for the conversation
     */
    public String text(Chat chat, String picture) {
        TextWriter writer = new TextWriter(controlTokens, picture);
        write(chat, writer);
        return writer.toString();
    }

    /**
     * An answer that was begun stands where the model began it, after all that it saw then: so every form continues
     * answers, a template that knows nothing of it too.
     */
    private void write(Chat chat, PromptWriter writer) {
        Conversation conversation = Conversation.of(chat, interleave);
        boolean calling = !conversation.tools().isEmpty()
                || conversation.turns().stream().anyMatch(turn -> turn.role() == Role.TOOL || !turn.calls().isEmpty());
        if (calling && !form.hasTools()) {
            throw new PromptException("This model has no form for tools.");
        }
        form.write(conversation, writer);
        writer.content(conversation.begun());
    }

    /**
     * A prompt.
     *
     * @param ids the tokens
     * @param tileOffsets for each picture the index in {@code ids} of each tile's first token
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier, compared by nobody.
    public record Encoded(int[] ids, int[][] tileOffsets) {}
}
