package io.azulejo.processor.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageDecoderTests {

    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @CsvSource({"png,0", "bmp,0", "gif,0", "tiff,0", "jpg,3"})
    void decodeWhenWrittenByThePlatformThenSamePixels(String format, int tolerance) throws IOException {
        BufferedImage drawn = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 20; x++) {
            for (int y = 0; y < 10; y++) {
                drawn.setRGB(x, y, x < 8 ? 0xFF0000 : 0x3366CC);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(drawn, format, file);

        RgbImage image = decoder.decode(file.toByteArray(), true, ImageLimits.defaults());

        assertThat(image.width()).isEqualTo(20);
        assertThat(image.height()).isEqualTo(10);
        assertThat(image.rgb()[0] & 0xFF).isCloseTo(0xFF, org.assertj.core.data.Offset.offset(tolerance));
        assertThat(image.rgb()[3 * 19 + 1] & 0xFF).isCloseTo(0x66, org.assertj.core.data.Offset.offset(tolerance));
    }

    @Test
    void decodeWhenBytesAreTextThenReasonNamesTheKnownFormats() {
        byte[] text = "name,value\n1,2\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> decoder.decode(text, true, ImageLimits.defaults())).isInstanceOf(ImageException.class)
                .hasMessageContaining("JPEG, PNG, GIF, WebP, BMP and TIFF");
    }
}
