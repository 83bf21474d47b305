package io.azulejo.processor.family;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.checkpoint.JsonFile;

/**
 * How a checkpoint wants pictures cut. Where {@code config.json} is silent the published configuration class's default
 * holds.
 *
 * @param tileSize side of a tile in pixels
 * @param tokensPerTile placeholder tokens of a tile, after the pixel shuffle
 * @param minTiles the fewest tiles of a picture, thumbnail not counted
 * @param maxTiles the most tiles of a picture that the checkpoint names, thumbnail not counted
 * @param useThumbnail whether several tiles are followed by a thumbnail
 */
public record TileSettings(int tileSize, int tokensPerTile, int minTiles, int maxTiles, boolean useThumbnail) {

    /** Side in pixels; published models have 448. */
    private static final int LARGEST_TILE = 8192;

    static TileSettings of(JsonFile config) {
        JsonFile vision = config.object("vision_config").orElseThrow(
                () -> new CheckpointException(config.path(), "\"vision_config\" is missing."));
        int patchSize = vision.integer("patch_size").orElse(14);
        int tileSize = config.integer("force_image_size").orElseGet(() -> vision.integer("image_size").orElse(224));
        double downsampling = config.number("downsample_ratio").orElse(0.5);
        int patches = patchSize < 1 ? 0 : tileSize / patchSize;
        int tokensPerTile = (int) (patches * patches * downsampling * downsampling);
        if (tileSize > LARGEST_TILE || downsampling <= 0 || downsampling > 1 || tokensPerTile < 1) {
            throw new CheckpointException(config.path(), "\"force_image_size\" " + tileSize + ", \"patch_size\" "
                    + patchSize + " and \"downsample_ratio\" " + downsampling + " do not make a tile.");
        }
        // Without dynamic_image_size the published code resizes every picture to one tile.
        boolean dynamic = config.bool("dynamic_image_size", false);
        int minTiles = dynamic ? config.integer("min_dynamic_patch").orElse(1) : 1;
        int maxTiles = dynamic ? config.integer("max_dynamic_patch").orElse(6) : 1;
        if (minTiles < 1 || maxTiles < minTiles) {
            throw new CheckpointException(config.path(), "\"min_dynamic_patch\" " + minTiles
                    + " and \"max_dynamic_patch\" " + maxTiles + " are no range of tiles.");
        }
        return new TileSettings(tileSize, tokensPerTile, minTiles, maxTiles, config.bool("use_thumbnail", false));
    }
}
