package io.azulejo.backend.support;

import java.util.function.Supplier;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.PromptSize;
import io.azulejo.processor.Chat;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.NvlmProcessor;
import io.azulejo.processor.PictureException;
import io.azulejo.processor.PromptException;
import io.azulejo.processor.PromptPlan;
import io.azulejo.processor.image.PixelValues;

/**
 * Reads, counts and encodes Spring AI prompts as one checkpoint wants them. What is wrong with a prompt is raised as an
 * {@link io.azulejo.api.error.BackendException} for the person who sent it. Thread-safe.
 */
public final class CheckpointPrompts {

    private final NvlmProcessor processor;
    private final ModelCapabilities capabilities;
    private final int contextLength;
    private final GenerationOptionsReader options;
    private final PromptReader reader;
    private final int defaultMaxTiles;

    /**
     * @param capabilities what the model can do; where its pictures can be cut otherwise than the checkpoint says, they
     *        name the parameter of the tiles
     * @param contextLength the most tokens of a prompt and its answer together
     */
    public CheckpointPrompts(NvlmProcessor processor, ModelCapabilities capabilities, int contextLength,
            GenerationOptionsReader options) {
        this.processor = processor;
        this.capabilities = capabilities;
        this.contextLength = contextLength;
        this.options = options;
        this.reader = new PromptReader(capabilities);
        int most = capabilities.maxTiles() == 0 ? Integer.MAX_VALUE : capabilities.maxTiles();
        this.defaultMaxTiles = processor.tileSettings().map(tiles -> Math.min(tiles.maxTiles(), most)).orElse(1);
    }

    /** As {@link io.azulejo.api.backend.BackendModel#measure} wants it. */
    public PromptSize measure(Prompt prompt) {
        Chat chat = reader.read(prompt);
        PromptPlan plan = asRequestErrors(() -> processor.plan(chat, maxTiles(prompt)));
        return new PromptSize(plan.textTokens(), plan.imageTokens(), contextLength,
                plan.pictures().stream().map(picture -> new PromptSize.Picture(picture.width(), picture.height(),
                        picture.columns(), picture.rows(), picture.thumbnail(), picture.tokens(), picture.tileSize(),
                        picture.tags())).toList());
    }

    /** A prompt's tokens, its pictures undecoded. */
    public EncodedPrompt encode(Prompt prompt) {
        Chat chat = reader.read(prompt);
        return asRequestErrors(() -> processor.encode(chat, maxTiles(prompt)));
    }

    /**
     * A prompt as text for a server that has a tokenizer of its own.
     *
     * @param placeholder what stands for a picture
     */
    public String text(Prompt prompt, String placeholder) {
        Chat chat = reader.read(prompt);
        return asRequestErrors(() -> processor.text(chat, placeholder));
    }

    /** The tiles of a picture of {@link #encode}: float32 {@code [tiles, 3, tileSize, tileSize]}. */
    public PixelValues pixels(EncodedPrompt.Picture picture) {
        return pixels(processor, picture);
    }

    /** The same for who has no prompts to read. */
    public static PixelValues pixels(NvlmProcessor processor, EncodedPrompt.Picture picture) {
        return asRequestErrors(() -> processor.pixels(picture));
    }

    /**
     * The tokens that a prompt leaves to its answer, at least one.
     *
     * @throws InvalidRequestException where there is no room, with the numbers
     */
    public int room(EncodedPrompt prompt) {
        int room = contextLength - prompt.ids().length;
        if (room < 1) {
            throw new InvalidRequestException(
                    "The prompt has " + prompt.ids().length + " tokens, " + prompt.imageTokens()
                            + " of them for pictures; the model's context is " + contextLength
                            + " tokens, of which the answer needs at least one. Shorten the conversation"
                            + (prompt.imageTokens() > 0 ? ", or cut pictures into fewer tiles." : "."),
                    "messages", InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
        }
        return room;
    }

    private int maxTiles(Prompt prompt) {
        GenerationOptions asked = GenerationOptions.from(prompt.getOptions());
        if (capabilities.parameters().contains(GenerationParameter.MAX_TILES)) {
            return options.maxTiles(asked, capabilities.maxTiles(), defaultMaxTiles);
        }
        if (asked.maxTiles() != null) {
            String name = GenerationParameter.MAX_TILES.wireName();
            throw new UnsupportedRequestException("This model does not take " + name + ".", name);
        }
        return defaultMaxTiles;
    }

    private static <T> T asRequestErrors(Supplier<T> work) {
        try {
            return work.get();
        } catch (PictureException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()), "messages",
                    InvalidRequestException.INVALID_IMAGE, e);
        } catch (PromptException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()), "messages",
                    InvalidRequestException.INVALID_VALUE, e);
        }
    }
}
