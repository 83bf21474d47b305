package io.azulejo.processor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.family.EndTokens;
import io.azulejo.processor.family.FamilyConfig;
import io.azulejo.processor.family.ModelFamily;
import io.azulejo.processor.family.TileSettings;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageException;
import io.azulejo.processor.image.ImageInfo;
import io.azulejo.processor.image.ImagePreprocessor;
import io.azulejo.processor.image.PixelValues;
import io.azulejo.processor.image.TileGrid;
import io.azulejo.processor.prompt.PromptEncoder;
import io.azulejo.processor.tokenizer.Tokenizer;

/** All that turns messages and pictures into ids and tiles for one checkpoint. Thread-safe. */
public final class NvlmProcessor {

    /** Another one whenever the same prompt would become other tokens or pixels. */
    public static final int VERSION = 1;

    /** All grids of so many tiles are looked at for each picture; published models have up to 12. */
    private static final int MOST_TILES = 1000;

    private final FamilyConfig config;
    private final Tokenizer tokenizer;
    private final PromptEncoder prompts;
    private final Set<Integer> endTokenIds;
    private final ProcessorSettings settings;
    private final ImageDecoder decoder = new ImageDecoder();
    private final ImagePreprocessor preprocessor = new ImagePreprocessor();

    private NvlmProcessor(FamilyConfig config, Tokenizer tokenizer, PromptEncoder prompts, Set<Integer> endTokenIds,
            ProcessorSettings settings) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.prompts = prompts;
        this.endTokenIds = endTokenIds;
        this.settings = settings;
    }

    /**
     * Reads the configuration and the tokenizer of a checkpoint directory; the weights are not looked at.
     *
     * @throws CheckpointException if a file is missing or wrong, or the checkpoint is of an unknown family
     */
    public static NvlmProcessor load(Path checkpoint, ProcessorSettings settings) {
        FamilyConfig config = FamilyConfig.read(checkpoint);
        Tokenizer tokenizer = Tokenizer.load(checkpoint);
        PromptEncoder prompts = new PromptEncoder(checkpoint, config, tokenizer, settings);
        return new NvlmProcessor(config, tokenizer, prompts, EndTokens.read(checkpoint, config, tokenizer), settings);
    }

    public ModelFamily family() {
        return config.family();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The tokens with which an answer ends, of every place in the checkpoint that names some. */
    public Set<Integer> endTokenIds() {
        return endTokenIds;
    }

    /** The ids that the decoder has embeddings of are those below; often a few more than the tokenizer has. */
    public int vocabularySize() {
        return config.decoder().integer("vocab_size").orElseGet(tokenizer::vocabularySize);
    }

    /** The most tokens of a prompt and its answer that the checkpoint names, if it does. */
    public OptionalInt contextLength() {
        return config.decoder().integer("max_position_embeddings");
    }

    /** How the checkpoint wants pictures cut; empty for a text-only family. */
    public Optional<TileSettings> tileSettings() {
        return config.tiles();
    }

    /**
     * What a conversation costs. Reads the pictures' headers and decodes nothing.
     *
     * @param maxTiles the most tiles of any picture, 1 to 1000, thumbnail not counted; a picture's own limit holds where
     *            it is less
     * @throws PromptException if the checkpoint has no form for the conversation
     * @throws PictureException if a picture's header cannot be read or is over a limit
     */
    public PromptPlan plan(Chat chat, int maxTiles) {
        List<TiledPicture> pictures = pictures(chat.messages(), maxTiles);
        PromptEncoder.Encoded prompt = prompts.encode(chat, grids(pictures));
        int tokensPerTile = tokensPerTile();
        List<PromptPlan.PicturePlan> plans = pictures.stream()
                .map(picture -> picture.plan(tokensPerTile, prompts.tags(picture.grid().tiles()))).toList();
        int imageTokens = plans.stream().mapToInt(PromptPlan.PicturePlan::tokens).sum();
        return new PromptPlan(prompt.ids().length - imageTokens, imageTokens, plans);
    }

    /**
     * Writes a conversation as ids. The pictures are tiled by their headers and left undecoded.
     *
     * @param maxTiles as for {@link #plan}
     * @throws PromptException if the checkpoint has no form for the conversation
     * @throws PictureException if a picture's header cannot be read or is over a limit
     */
    public EncodedPrompt encode(Chat chat, int maxTiles) {
        List<TiledPicture> pictures = pictures(chat.messages(), maxTiles);
        PromptEncoder.Encoded prompt = prompts.encode(chat, grids(pictures));
        int tokensPerTile = tokensPerTile();
        List<EncodedPrompt.Picture> encoded = new ArrayList<>();
        int imageTokens = 0;
        for (TiledPicture picture : pictures) {
            int[] offsets = prompt.tileOffsets()[picture.index()];
            imageTokens += offsets.length * tokensPerTile;
            encoded.add(new EncodedPrompt.Picture(picture.index(), picture.data(), picture.grid(), offsets,
                    tokensPerTile, picture.digest(settings.applyOrientation())));
        }
        return new EncodedPrompt(prompt.ids(), encoded, imageTokens);
    }

    /**
     * Writes a conversation as text, for a server that has the checkpoint's tokenizer and cuts pictures itself. What
     * somebody wrote cannot become a control token there, nor a placeholder: a zero-width space parts it.
     *
     * @param placeholder what stands for each picture, in the order of the prompt
     * @throws PromptException if the checkpoint has no form for the conversation
     */
    public String text(Chat chat, String placeholder) {
        return prompts.text(chat, placeholder);
    }

    /** {@link #plan(Chat, int)} without tools. */
    public PromptPlan plan(List<ChatMessage> messages, int maxTiles) {
        return plan(Chat.of(messages), maxTiles);
    }

    /** {@link #encode(Chat, int)} without tools. */
    public EncodedPrompt encode(List<ChatMessage> messages, int maxTiles) {
        return encode(Chat.of(messages), maxTiles);
    }

    /** {@link #text(Chat, String)} without tools. */
    public String text(List<ChatMessage> messages, String placeholder) {
        return text(Chat.of(messages), placeholder);
    }

    /** Whether prompts can tell of tools; the model then calls them by {@link ToolCallFormat}. */
    public boolean hasTools() {
        return prompts.hasTools();
    }

    /**
     * Decodes a picture, cuts it and normalises it: the heavy part, for a worker thread.
     *
     * @return float32 {@code [tiles, 3, tileSize, tileSize]}
     * @throws PictureException if the picture is damaged behind its header
     */
    public PixelValues pixels(EncodedPrompt.Picture picture) {
        try {
            return preprocessor.tiles(
                    decoder.decode(picture.data(), settings.applyOrientation(), settings.imageLimits()),
                    picture.grid());
        } catch (ImageException e) {
            throw new PictureException(picture.index(), e.reason(), e);
        }
    }

    private List<TiledPicture> pictures(List<ChatMessage> messages, int maxTiles) {
        if (maxTiles < 1 || maxTiles > MOST_TILES) {
            throw new IllegalArgumentException(
                    "a picture can have 1 to " + MOST_TILES + " tiles, and not at most " + maxTiles);
        }
        List<TiledPicture> pictures = new ArrayList<>();
        for (ChatMessage message : messages) {
            for (ChatMessage.Part part : message.parts()) {
                if (part instanceof PicturePart picture) {
                    pictures.add(tile(pictures.size(), picture, maxTiles));
                }
            }
        }
        return pictures;
    }

    private TiledPicture tile(int index, PicturePart picture, int maxTiles) {
        TileSettings tiles = config.tiles()
                .orElseThrow(() -> new PromptException("This model reads text only; it cannot be sent pictures."));
        ImageInfo info;
        try {
            info = decoder.readInfo(picture.data(), settings.imageLimits());
        } catch (ImageException e) {
            throw new PictureException(index, e.reason(), e);
        }
        boolean upright = settings.applyOrientation();
        int width = upright ? info.uprightWidth() : info.width();
        int height = upright ? info.uprightHeight() : info.height();
        int most = Math.min(maxTiles, picture.maxTiles().orElse(maxTiles));
        if (most < 1) {
            throw new PromptException("Picture " + (index + 1) + " may have at most " + most + " tiles; it needs one.");
        }
        TileGrid grid = TileGrid.choose(width, height, Math.min(tiles.minTiles(), most), most, tiles.useThumbnail(),
                tiles.tileSize());
        return new TiledPicture(index, picture.data(), width, height, grid);
    }

    private int tokensPerTile() {
        return config.tiles().map(TileSettings::tokensPerTile).orElse(0);
    }

    private static List<TileGrid> grids(List<TiledPicture> pictures) {
        return pictures.stream().map(TiledPicture::grid).toList();
    }
}
