package io.azulejo.server.attachment;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.web.ProblemException;

/** Reads pictures out of forms, no further than the limits. */
@Component
public class PictureUploads {

    private final PictureChecks checks;

    PictureUploads(PictureChecks checks) {
        this.checks = checks;
    }

    /** The files of a form under one name, in their order. */
    public Mono<List<Upload>> read(MultiValueMap<String, Part> form, String name) {
        List<Part> parts = form.getOrDefault(name, List.of());
        if (parts.size() > checks.maxPictures()) {
            throw tooMany(parts.size());
        }
        return Flux.fromIterable(parts).concatMap(this::read).collectList();
    }

    /** The answer to too many pictures. */
    public ProblemException tooMany(int sent) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "too-many-pictures", "Too many pictures",
                "The message has " + sent + " pictures; at most " + checks.maxPictures() + " are taken. Send fewer.")
                .withParameter("picture");
    }

    private Mono<Upload> read(Part part) {
        String fileName = part instanceof FilePart file ? file.filename() : null;
        return DataBufferUtils.join(part.content(), (int) Math.min(Integer.MAX_VALUE - 8, checks.maxBytes()))
                .onErrorMap(DataBufferLimitException.class,
                        _ -> checks.tooLarge(fileName == null ? "The picture" : "'" + fileName + "'"))
                .map(buffer -> new Upload(bytes(buffer), fileName))
                .defaultIfEmpty(new Upload(new byte[0], fileName));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** A file as it came. */
    public static final class Upload {

        private final byte[] data;
        private final @Nullable String fileName;

        Upload(byte[] data, @Nullable String fileName) {
            this.data = data;
            this.fileName = fileName;
        }

        public byte[] data() {
            return data;
        }

        public @Nullable String fileName() {
            return fileName;
        }
    }
}
