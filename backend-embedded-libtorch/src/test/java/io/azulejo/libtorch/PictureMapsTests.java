package io.azulejo.libtorch;

import org.junit.jupiter.api.Test;

import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.AttentionMap;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.image.TileGrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PictureMapsTests {

    @Test
    void wholeWhenThereIsOneTileThenIsThatTile() {
        EncodedPrompt.Picture picture = picture(new TileGrid(1, 1, false, 8), 2);

        AnswerAttention.Maps maps = new PictureMaps(false).of(picture, new float[][]{row(7)}).tokens().getFirst();

        assertThat(maps.tiles()).singleElement()
                .satisfies(tile -> assertThat(tile.values()).containsExactly(2, 3, 4, 5));
        assertThat(maps.whole().values()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void tileWhenItsTokensRunColumnByColumnThenIsTurned() {
        EncodedPrompt.Picture picture = picture(new TileGrid(1, 1, false, 8), 2);

        AttentionMap map = new PictureMaps(true).of(picture, new float[][]{row(7)}).tokens().getFirst().whole();

        assertThat(map.values()).containsExactly(2, 4, 3, 5);
        assertThat(map.at(0, 1)).as("the second token is the one below the first").isEqualTo(3);
    }

    @Test
    void wholeWhenThereAreTilesAndAThumbnailThenHasAllOfTheirAttentionInPlace() {
        // Three tiles side by side in two rows, each of 2 x 2 tokens, with two tokens of text before each.
        EncodedPrompt.Picture picture = picture(new TileGrid(3, 2, true, 8), 2, 8, 14, 20, 26, 32, 38);
        float[] row = row(44);

        AnswerAttention.Maps maps = new PictureMaps(false).of(picture, new float[][]{row}).tokens().getFirst();

        assertThat(maps.tiles()).hasSize(7);
        assertThat(maps.whole().columns()).isEqualTo(6);
        assertThat(maps.whole().rows()).isEqualTo(4);
        // The upper right cell is the second token of the third tile, and lies under the thumbnail's upper right one.
        assertThat(maps.whole().at(5, 0)).isCloseTo(15 + 39 / 6f, within(1e-5f));
        // The lower left one is the third token of the fourth tile.
        assertThat(maps.whole().at(0, 3)).isCloseTo(22 + 40 / 6f, within(1e-5f));
        assertThat(maps.whole().total())
                .isCloseTo(maps.tiles().stream().mapToDouble(AttentionMap::total).sum(), within(1e-3));
    }

    @Test
    void meanIsOverTheTokensNamed() {
        EncodedPrompt.Picture picture = picture(new TileGrid(1, 1, false, 8), 0);
        float[][] rows = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 3, 0, 9}};

        AnswerAttention.Picture maps = new PictureMaps(false).of(picture, rows);

        assertThat(maps.mean(0, 1).values()).containsExactly(1, 0, 0, 0);
        assertThat(maps.mean(1, 3).values()).containsExactly(0, 0.5f, 1.5f, 0);
    }

    @Test
    void mapWhenValuesDoNotFillItThenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AttentionMap(2, 2, new float[3]));
    }

    /** Every position's share is its own number. */
    private static float[] row(int length) {
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = i;
        }
        return row;
    }

    private static EncodedPrompt.Picture picture(TileGrid grid, int... offsets) {
        return new EncodedPrompt.Picture(0, new byte[0], grid, offsets, 4, "digest");
    }
}
