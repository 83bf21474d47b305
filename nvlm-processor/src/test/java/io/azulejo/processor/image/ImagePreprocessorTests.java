package io.azulejo.processor.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ImagePreprocessorTests {

    private final ImagePreprocessor preprocessor = new ImagePreprocessor();

    static List<String[]> resized() {
        return Goldens.rows("resized.csv");
    }

    @ParameterizedTest(name = "{0}: {1} x {2} to {3} x {4}")
    @MethodSource("resized")
    void resizeWhenAnySizesThenPixelsOfPillow(String seed, String width, String height, String newWidth,
            String newHeight, String digest) {
        RgbImage image = Goldens.computed(Integer.parseInt(width), Integer.parseInt(height), Integer.parseInt(seed));

        RgbImage result = preprocessor.resize(image, Integer.parseInt(newWidth), Integer.parseInt(newHeight));

        assertThat(result.width()).isEqualTo(Integer.parseInt(newWidth));
        assertThat(result.height()).isEqualTo(Integer.parseInt(newHeight));
        assertThat(Goldens.sha256(result.rgb())).isEqualTo(digest);
    }

    @Test
    void resizeWhenSizeFitsThenThePictureItself() {
        RgbImage image = Goldens.computed(5, 4, 0);

        assertThat(preprocessor.resize(image, 5, 4)).isSameAs(image);
    }

    @Test
    void tilesWhenGridHasThumbnailThenTilesRowByRowAndThumbnailLast() {
        float[] expected = new float[7 * 3 * 14 * 14];
        ByteBuffer.wrap(Goldens.bytes("tiles.f32")).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);

        PixelValues values = preprocessor.tiles(Goldens.computed(61, 45, 99), new TileGrid(3, 2, true, 14));

        assertThat(values.tiles()).isEqualTo(7);
        assertThat(values.tileSize()).isEqualTo(14);
        assertThat(values.data()).isEqualTo(expected);
    }

    @Test
    void tilesWhenThereIsOneThenTheWholePicture() {
        PixelValues values = preprocessor.tiles(Goldens.computed(61, 45, 99), new TileGrid(1, 1, false, 14));
        PixelValues thumbnail = preprocessor.tiles(Goldens.computed(61, 45, 99), new TileGrid(3, 2, true, 14));

        assertThat(values.tiles()).isEqualTo(1);
        assertThat(values.tiles(0, 1)).isEqualTo(thumbnail.tiles(6, 1));
    }

    @Test
    void tilesWhenPictureIsWhiteThenChannelsAreNormalisedApart() {
        byte[] white = new byte[3 * 4 * 4];
        java.util.Arrays.fill(white, (byte) 0xFF);

        float[] data = preprocessor.tiles(new RgbImage(4, 4, white), new TileGrid(1, 1, false, 2)).data();

        assertThat(data[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-6f));
        assertThat(data[4]).isCloseTo((1 - 0.456f) / 0.224f, within(1e-6f));
        assertThat(data[8]).isCloseTo((1 - 0.406f) / 0.225f, within(1e-6f));
    }
}
