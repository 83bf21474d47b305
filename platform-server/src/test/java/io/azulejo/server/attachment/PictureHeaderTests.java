package io.azulejo.server.attachment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.server.Pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What headers tell. */
class PictureHeaderTests {

    /** One pixel, lossy, lossless and extended. */
    private static final String[] WEBP = {"UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=",
            "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="};

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
    void headerWhenReadThenTellsSizeByTheBytesAlone(String format) throws IOException {
        PictureHeader header = read(Pictures.encoded(format, 37, 21, 0x123456));
        assertThat(header.width()).isEqualTo(37);
        assertThat(header.height()).isEqualTo(21);
    }

    @Test
    void webpWhenReadThenTellsSize() throws IOException {
        for (String webp : WEBP) {
            PictureHeader header = read(Base64.getDecoder().decode(webp));
            assertThat(header).isEqualTo(new PictureHeader(PictureType.WEBP, 1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void pictureWhenCutAnywhereThenIsRefused(String format) {
        byte[] whole = Pictures.encoded(format, 64, 64, 0x654321);
        for (int length = 12; length < whole.length - (format.equals("png") ? 8 : 0); length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("cut at " + length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void textWhenNamedPictureThenHasNoType() {
        assertThat(PictureType.of("This is not a picture.".getBytes(StandardCharsets.UTF_8))).isNull();
        assertThat(PictureType.of(new byte[0])).isNull();
        assertThat(PictureType.of(new byte[]{(byte) 0x89})).isNull();
    }

    private static PictureHeader read(byte[] data) throws IOException {
        return PictureHeader.read(Objects.requireNonNull(PictureType.of(data)), data);
    }
}
