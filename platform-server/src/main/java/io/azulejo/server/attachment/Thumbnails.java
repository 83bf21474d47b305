package io.azulejo.server.attachment;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import io.azulejo.processor.image.ImagePreprocessor;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.server.web.Fields;

/** Small pictures of pictures. Each is made once, when it is first wanted. All methods block. */
@Service
class Thumbnails {

    /** The longer side, in pixels. */
    private static final List<Integer> SIZES = List.of(64, 128, 256, 512, 1024);

    private final Attachments attachments;
    private final PictureReader reader;
    private final JdbcClient jdbc;
    private final ImagePreprocessor preprocessor = new ImagePreprocessor();

    Thumbnails(Attachments attachments, PictureReader reader, JdbcClient jdbc) {
        this.attachments = attachments;
        this.reader = reader;
        this.jdbc = jdbc;
    }

    static int checkSize(int size) {
        if (!SIZES.contains(size)) {
            throw Fields.invalid("size", "'size' is " + size + "; give one of "
                    + SIZES.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
        }
        return size;
    }

    /** A JPEG whose longer side has so many pixels, or fewer where the picture itself has. */
    byte[] get(String digest, int size) {
        return jdbc.sql("select content from attachment_thumbnail where digest = :digest and size = :size")
                .param("digest", digest).param("size", size).query(byte[].class).optional()
                .orElseGet(() -> make(digest, size));
    }

    private byte[] make(String digest, int size) {
        byte[] thumbnail = reader.read(attachments.content(digest), image -> PictureReader.jpeg(shrink(image, size)));
        // The picture may have been deleted meanwhile.
        jdbc.sql("""
                insert into attachment_thumbnail (digest, size, content)
                select digest, :size, :content from attachment_content where digest = :digest
                on conflict do nothing
                """).param("digest", digest).param("size", size).param("content", thumbnail).update();
        return thumbnail;
    }

    private RgbImage shrink(RgbImage image, int size) {
        int longer = Math.max(image.width(), image.height());
        if (longer <= size) {
            return image;
        }
        double scale = (double) size / longer;
        return preprocessor.resize(image, Math.max(1, (int) Math.round(image.width() * scale)),
                Math.max(1, (int) Math.round(image.height() * scale)));
    }
}
