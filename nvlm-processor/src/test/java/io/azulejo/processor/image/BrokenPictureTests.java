package io.azulejo.processor.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the sender of a picture is told when it cannot be read. */
class BrokenPictureTests {

    private final ImageDecoder decoder = new ImageDecoder();

    @Test
    void decodeWhenThereAreNoBytesThenEmpty() {
        assertRefused(new byte[0], "The picture is empty");
    }

    @Test
    void decodeWhenTextIsNamedAPictureThenKnownFormatsAreNamed() {
        assertRefused("name,value\n1,2\n".getBytes(StandardCharsets.UTF_8), "JPEG, PNG, GIF, WebP, BMP and TIFF");
    }

    @Test
    void decodeWhenBytesAreRandomThenNotAPicture() {
        byte[] random = new byte[5000];
        new Random(1).nextBytes(random);

        assertRefused(random, "not a picture that can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline-420-45x37.jpg", "progressive.jpg", "cmyk.jpg", "rgb8-plain.png", "mode-P.gif",
            "lossy-low.webp", "lossless-45x37.webp", "24bit-bottom-up.bmp", "rle8.bmp", "cmyk.tif",
            "rgb-tiff_lzw.tif"})
    void decodeWhenFileEndsHalfWayThenCutOff(String name) {
        byte[] whole = Goldens.file(name);

        assertRefused(Arrays.copyOf(whole, whole.length / 2), "is cut off: its end is missing");
    }

    @Test
    void decodeWhenOnlyTheLastBytesOfAPhotographAreMissingThenCutOff() {
        byte[] whole = Goldens.file("baseline-444-45x37.jpg");

        assertRefused(Arrays.copyOf(whole, whole.length - 60), "The JPEG file is cut off");
    }

    @Test
    void readInfoWhenSmallPngSaysItIsHugeThenRefusedByItsHeader() {
        byte[] bomb = png(40_000, 40_000, 8, 2);

        assertRefused(bomb, "too large: 40000 x 40000 pixels, and at most 67.1 megapixels");
        assertThatThrownBy(() -> decoder.readInfo(bomb, ImageLimits.defaults())).isInstanceOf(ImageException.class);
    }

    @Test
    void readInfoWhenSidesDoNotFitAnIntThenTooLarge() {
        assertRefused(png(-1, 5, 8, 2), "too large");
        assertRefused(withInts(Goldens.file("24bit-bottom-up.bmp"), 18, Integer.MAX_VALUE, Integer.MAX_VALUE),
                "too large");
        assertRefused(withInts(Goldens.file("24bit-bottom-up.bmp"), 18, 5, Integer.MIN_VALUE), "too large");
    }

    @Test
    void readInfoWhenAnySmallFileSaysItIsHugeThenTooLarge() {
        assertRefused(withInts(Goldens.file("mode-P.gif"), 6, 0xFFFF_FFFF), "too large: 65535 x 65535");
        assertRefused(withInts(Goldens.file("lossy-alpha.webp"), 24, 0xFFFF_FFFF, 0xFFFF_FFFF), "too large");
        assertRefused(withInts(Goldens.file("lossless-45x37.webp"), 21, 0x0FFF_FFFF), "too large: 16384 x 16384");
        assertRefused(withTiffTags(Goldens.file("cmyk.tif"), 60_000), "too large: 60000 x 60000");
        byte[] jpeg = Goldens.file("grey.jpg");
        int frame = indexOf(jpeg, 0xFF, 0xC0);
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
        assertRefused(jpeg, "too large: 65535 x 65535");
    }

    @Test
    void readInfoWhenJpegInTiffIsLargerThanItsPlaceThenRefused() {
        byte[] file = Goldens.file("rgb-jpeg.tif");
        int frame = indexOf(file, 0xFF, 0xC0);
        Arrays.fill(file, frame + 5, frame + 9, (byte) 0xFF);

        assertRefused(file, "a JPEG that is larger than its place");
    }

    @Test
    void readInfoWhenPictureHasNoPixelsThenSaid() {
        assertRefused(png(0, 5, 8, 2), "no pixels");
    }

    @Test
    void readInfoWhenFileIsLargerThanAllowedThenSizesAreNamed() {
        byte[] file = Goldens.file("rgb8-plain.png");

        assertThatThrownBy(() -> decoder.readInfo(file, new ImageLimits(100, 20))).isInstanceOf(ImageException.class)
                .hasMessageContaining("too large").hasMessageContaining("MiB");
    }

    @Test
    void readInfoWhenPictureIsExactlyAtTheLimitThenRead() {
        byte[] file = Goldens.file("rgb8-plain.png");

        assertThat(decoder.readInfo(file, new ImageLimits(19 * 11, file.length)).width()).isEqualTo(19);
        assertThatThrownBy(() -> decoder.readInfo(file, new ImageLimits(19 * 11 - 1, file.length)))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void decodeWhenHeaderSaysMorePixelsThanThereAreThenSaid() {
        byte[] file = png(1000, 1000, 8, 2);

        assertRefused(file, "The PNG file");
    }

    @Test
    void decodeWhenGifHoldsNoFrameThenSaid() {
        byte[] file = "GIF89a\u0005\0\u0005\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(file, "The GIF file is damaged: it holds no picture.");
    }

    @Test
    void decodeWhenJpegHasThousandsOfScansThenRefused() {
        byte[] whole = Goldens.file("progressive.jpg");
        int scan = indexOf(whole, 0xFF, 0xDA);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(whole, 0, scan);
        for (int i = 0; i < 3000; i++) {
            file.write(whole, scan, 40);
        }

        assertRefused(file.toByteArray(), "more than 100 scans");
    }

    @Test
    void decodeWhenJpegIsOfAnotherProcessThenItIsNamed() {
        byte[] arithmetic = Goldens.file("grey.jpg");
        arithmetic[indexOf(arithmetic, 0xFF, 0xC0) + 1] = (byte) 0xC9;
        byte[] twelveBits = Goldens.file("grey.jpg");
        twelveBits[indexOf(twelveBits, 0xFF, 0xC0) + 4] = 12;

        assertRefused(arithmetic, "arithmetic coding");
        assertRefused(twelveBits, "12 bits a channel");
    }

    private void assertRefused(byte[] data, String reason) {
        assertThatThrownBy(() -> decoder.decode(data, true, ImageLimits.defaults()))
                .isExactlyInstanceOf(ImageException.class).hasMessageContaining(reason);
    }

    /** A PNG whose header is whole and that has a few bytes of pixels. */
    private static byte[] png(int width, int height, int depth, int color) {
        ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width)
                .putInt(height).put(new byte[]{(byte) depth, (byte) color, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        byte[] whole = Goldens.file("rgb8-plain.png");
        return ByteBuffer.allocate(whole.length).put(whole).position(12).put(header.array())
                .putInt((int) crc.getValue()).array();
    }

    private static byte[] withInts(byte[] data, int offset, int... values) {
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        for (int value : values) {
            buffer.putInt(value);
        }
        return data;
    }

    /** The first two tags of the recorded files are width and height. */
    private static byte[] withTiffTags(byte[] data, int side) {
        withInts(data, 10 + 8, side);
        return withInts(data, 22 + 8, side);
    }

    private static int indexOf(byte[] data, int first, int second) {
        for (int i = 0; i + 1 < data.length; i++) {
            if (data[i] == (byte) first && data[i + 1] == (byte) second) {
                return i;
            }
        }
        throw new IllegalStateException("no such bytes");
    }
}
