package io.azulejo.benchmarks.engine;

import org.junit.jupiter.api.Test;

import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageInfo;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.processor.image.TileGrid;

import static org.assertj.core.api.Assertions.assertThat;

class PicturesTests {

    @Test
    void picturesHaveAsManyTilesAsTheirNamesSay() throws Exception {
        assertThat(tiles(Pictures.oneTile(1))).isEqualTo(1);
        assertThat(tiles(Pictures.sevenTiles(1))).isEqualTo(7);
    }

    @Test
    void picturesOfDifferentSeedsDiffer() {
        assertThat(Pictures.oneTile(1)).isEqualTo(Pictures.oneTile(1)).isNotEqualTo(Pictures.oneTile(2));
    }

    private static int tiles(byte[] png) throws Exception {
        ImageInfo info = new ImageDecoder().readInfo(png, ImageLimits.defaults());
        return TileGrid.choose(info.width(), info.height(), 1, 12, true, 448).tiles();
    }
}
