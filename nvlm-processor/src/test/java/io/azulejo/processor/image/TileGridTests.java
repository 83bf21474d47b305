package io.azulejo.processor.image;

import java.util.List;

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
    void chooseWhenAnySizeThenGridOfTheModelCard() {
        List<String[]> wrong = Goldens.rows("grids.csv").stream().filter(row -> !matches(row)).toList();

        assertThat(Goldens.rows("grids.csv")).hasSizeGreaterThan(5000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void chooseWhenNoGridIsPossibleThenRefused() {
        assertThatThrownBy(() -> TileGrid.choose(10, 10, 3, 2, true, 448))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 to 2 tiles");
    }

    private static boolean matches(String[] row) {
        TileGrid grid = TileGrid.choose(Integer.parseInt(row[0]), Integer.parseInt(row[1]), 1, Integer.parseInt(row[2]),
                true, 448);
        int tiles = grid.columns() * grid.rows();
        return grid.columns() == Integer.parseInt(row[3]) && grid.rows() == Integer.parseInt(row[4])
                && grid.tiles() == (tiles == 1 ? 1 : tiles + 1);
    }
}
