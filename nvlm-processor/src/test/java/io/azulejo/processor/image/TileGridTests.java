package io.azulejo.processor.image;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TileGridTests {

    @Test
    void chooseWhenPictureIsSquareAndSmallThenOneTileWithoutThumbnail() {
        TileGrid grid = TileGrid.choose(300, 300, 1, 6, true, 448);

        assertThat(grid).isEqualTo(new TileGrid(1, 1, false, 448));
        assertThat(grid.tiles()).isEqualTo(1);
    }

    @Test
    void chooseWhenSquarePictureHasManyPixelsThenLargerGridOfTheSameRatio() {
        assertThat(TileGrid.choose(1000, 1000, 1, 6, true, 448)).isEqualTo(new TileGrid(2, 2, true, 448));
    }

    @Test
    void chooseWhenPictureIsWideThenColumnsBesideEachOther() {
        TileGrid grid = TileGrid.choose(1200, 400, 1, 6, true, 448);

        assertThat(grid).isEqualTo(new TileGrid(3, 1, true, 448));
        assertThat(grid.tiles()).isEqualTo(4);
        assertThat(grid.width()).isEqualTo(1344);
        assertThat(grid.height()).isEqualTo(448);
    }

    @Test
    void chooseWhenThumbnailIsNotWantedThenTilesOnly() {
        assertThat(TileGrid.choose(1200, 400, 1, 6, false, 448).tiles()).isEqualTo(3);
    }

    @Test
    void chooseWhenNoGridIsPossibleThenRefused() {
        assertThatThrownBy(() -> TileGrid.choose(10, 10, 3, 2, true, 448))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 to 2 tiles");
    }
}
