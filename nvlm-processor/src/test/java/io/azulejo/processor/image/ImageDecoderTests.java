package io.azulejo.processor.image;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every kind of file against the pixels that Pillow reads from it. */
class ImageDecoderTests {

    private final ImageDecoder decoder = new ImageDecoder();

    static List<Goldens.PictureFile> files() {
        return Goldens.pictureFiles();
    }

    @ParameterizedTest
    @MethodSource("files")
    void decodeWhenNotTurnedThenPixelsOfPillow(Goldens.PictureFile file) {
        RgbImage image = decoder.decode(file.data(), false, ImageLimits.defaults());

        assertThat(image.width()).isEqualTo(file.width());
        assertThat(image.height()).isEqualTo(file.height());
        assertThat(largestDifference(image.rgb(), file.pixels())).isLessThanOrEqualTo(tolerance(file.name()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void decodeWhenTurnedThenUprightPixelsOfPillow(Goldens.PictureFile file) {
        RgbImage image = decoder.decode(file.data(), true, ImageLimits.defaults());

        assertThat(image.width()).isEqualTo(file.uprightWidth());
        assertThat(image.height()).isEqualTo(file.uprightHeight());
        assertThat(largestDifference(image.rgb(), file.uprightPixels())).isLessThanOrEqualTo(tolerance(file.name()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void readInfoWhenHeaderIsReadThenSizesOfThePixels(Goldens.PictureFile file) {
        ImageInfo info = decoder.readInfo(file.data(), ImageLimits.defaults());

        assertThat(info.width()).isEqualTo(file.width());
        assertThat(info.height()).isEqualTo(file.height());
        assertThat(info.uprightWidth()).isEqualTo(file.uprightWidth());
        assertThat(info.uprightHeight()).isEqualTo(file.uprightHeight());
    }

    @Test
    void readInfoWhenFileIsOfAKnownFormatThenNamed() {
        assertThat(format("baseline-420-45x37.jpg")).isEqualTo(ImageFormat.JPEG);
        assertThat(format("rgb8-plain.png")).isEqualTo(ImageFormat.PNG);
        assertThat(format("mode-P.gif")).isEqualTo(ImageFormat.GIF);
        assertThat(format("lossless-45x37.webp")).isEqualTo(ImageFormat.WEBP);
        assertThat(format("24bit-top-down.bmp")).isEqualTo(ImageFormat.BMP);
        assertThat(format("cmyk.tif")).isEqualTo(ImageFormat.TIFF);
    }

    @Test
    void readInfoWhenPhotographIsTurnedThenOrientationOfTheFile() {
        ImageInfo info = decoder.readInfo(Goldens.file("orientation6.jpg"), ImageLimits.defaults());

        assertThat(info).isEqualTo(new ImageInfo(ImageFormat.JPEG, 20, 11, 6));
        assertThat(info.uprightWidth()).isEqualTo(11);
    }

    @Test
    void decodeWhenAnotherPictureFollowsInTheFileThenTheFirst() {
        byte[] first = Goldens.file("progressive.jpg");
        byte[] second = Goldens.file("baseline-444-45x37.jpg");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        RgbImage image = decoder.decode(both, true, ImageLimits.defaults());

        assertThat(image.rgb()).isEqualTo(decoder.decode(first, true, ImageLimits.defaults()).rgb());
    }

    @Test
    void decodeWhenNoteOfTheOrientationIsBrokenThenPictureAsStored() {
        byte[] file = Goldens.file("orientation6.jpg");
        for (int i = 0; i < file.length - 4; i++) {
            if (file[i] == 'E' && file[i + 1] == 'x' && file[i + 2] == 'i' && file[i + 3] == 'f') {
                Arrays.fill(file, i + 6, i + 16, (byte) 0xFF);
                break;
            }
        }

        assertThat(decoder.decode(file, true, ImageLimits.defaults()).width()).isEqualTo(20);
    }

    private ImageFormat format(String name) {
        return decoder.readInfo(Goldens.file(name), ImageLimits.defaults()).format();
    }

    /** Of JPEG the platform may bring another libjpeg than Pillow's; with the usual ones there is no difference. */
    private static int tolerance(String name) {
        if (name.endsWith(".jpg") || name.endsWith("-jpeg.tif")) {
            return 2;
        }
        return name.equals("ycbcr.tif") ? 1 : 0;
    }

    private static int largestDifference(byte[] actual, byte[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        int largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF)));
        }
        return largest;
    }
}
