package io.azulejo.processor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.azulejo.processor.image.TileGrid;

/** A picture whose header has been read and whose tiling is chosen. */
@SuppressWarnings("ArrayRecordComponent") // A carrier, compared by nobody.
record TiledPicture(int index, byte[] data, int width, int height, TileGrid grid) {

    PromptPlan.PicturePlan plan(int tokensPerTile, List<String> tags) {
        return new PromptPlan.PicturePlan(width, height, grid.columns(), grid.rows(), grid.thumbnail(),
                grid.tiles() * tokensPerTile, grid.tileSize(), tags);
    }

    /** SHA-256 of all that decides the pixels, so that equal digests may share features. */
    String digest(boolean applyOrientation) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((grid + " upright=" + applyOrientation + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
