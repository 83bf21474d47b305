package io.azulejo.processor.prompt;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.family.FamilyConfig;
import io.azulejo.processor.family.ModelFamily;
import io.azulejo.processor.family.TileSettings;
import io.azulejo.processor.tokenizer.Tokenizer;

/** What stands in a prompt for a picture. */
sealed interface PicturePlaceholder {

    /**
     * Writes the placeholder of a picture of so many tiles, the thumbnail among them.
     *
     * @return the index of each tile's first token
     */
    int[] write(IdWriter writer, int tiles);

    /** The text before each of so many tiles; empty where there is none. */
    default List<String> tags(int tiles) {
        return List.of();
    }

    static PicturePlaceholder of(FamilyConfig config, Tokenizer tokenizer) {
        Path file = config.file().path();
        ModelFamily family = config.family();
        int tokensPerTile = config.tiles().map(TileSettings::tokensPerTile).orElse(0);
        return switch (family) {
            case NVLM_D -> new TaggedTiles(id(tokenizer, "<|vision_pad|>", file), tokensPerTile);
            case INTERNVL -> new EnclosedTiles(id(tokenizer, "<img>", file), id(tokenizer, "<IMG_CONTEXT>", file),
                    id(tokenizer, "</img>", file), tokensPerTile);
            case QWEN2, LLAMA -> new None();
        };
    }

    private static int id(Tokenizer tokenizer, String content, Path file) {
        return tokenizer.specialTokenId(content).orElseThrow(() -> new CheckpointException(file,
                "The tokenizer of this checkpoint has no token " + content + ", which stands for pictures."));
    }

    /**
     * NVLM-D's: the tags are plain text and are tokenised with the text around them; only the pads are control tokens.
     * The last tile always has the thumbnail's tag, also where it is the only one, as in the published code.
     */
    record TaggedTiles(int pad, int tokensPerTile) implements PicturePlaceholder {

        @Override
        public int[] write(IdWriter writer, int tiles) {
            int[] offsets = new int[tiles];
            List<String> tags = tags(tiles);
            writer.text("<Image>");
            for (int tile = 0; tile < tiles; tile++) {
                writer.text(tags.get(tile));
                offsets[tile] = writer.tokens(pad, tokensPerTile);
            }
            writer.text("</Image>");
            return offsets;
        }

        @Override
        public List<String> tags(int tiles) {
            return IntStream.rangeClosed(1, tiles)
                    .mapToObj(tile -> tile < tiles ? "<tile_" + tile + ">" : "<tile_global_thumbnail>").toList();
        }
    }

    /** InternVL's: one run of context tokens for all tiles, between two control tokens. */
    record EnclosedTiles(int start, int context, int end, int tokensPerTile) implements PicturePlaceholder {

        @Override
        public int[] write(IdWriter writer, int tiles) {
            int[] offsets = new int[tiles];
            writer.token(start);
            for (int tile = 0; tile < tiles; tile++) {
                offsets[tile] = writer.tokens(context, tokensPerTile);
            }
            writer.token(end);
            return offsets;
        }
    }

    /** A text-only family's. */
    record None() implements PicturePlaceholder {

        @Override
        public int[] write(IdWriter writer, int tiles) {
            throw new IllegalStateException("a text-only model has no placeholder for pictures");
        }
    }
}
