package io.azulejo.server.attachment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;

/** Gives pictures back. They never change, so a browser asks once. */
@Component
public class PictureResponses {

    private final Attachments attachments;
    private final Thumbnails thumbnails;
    private final Blocking blocking;

    PictureResponses(Attachments attachments, Thumbnails thumbnails, Blocking blocking) {
        this.attachments = attachments;
        this.thumbnails = thumbnails;
        this.blocking = blocking;
    }

    /** The bytes as they were sent, of a picture that the sender of the request may see. */
    public Mono<ResponseEntity<byte[]>> content(StoredAttachment attachment, ServerHttpRequest request) {
        ContentDisposition.Builder disposition = ContentDisposition.inline();
        if (attachment.fileName() != null) {
            disposition.filename(attachment.fileName(), StandardCharsets.UTF_8);
        }
        return respond(request, attachment.digest(), MediaType.parseMediaType(attachment.mediaType()),
                disposition.build(), () -> attachments.content(attachment.digest()));
    }

    /** A small JPEG of a picture that the sender of the request may see. */
    public Mono<ResponseEntity<byte[]>> thumbnail(StoredAttachment attachment, int size, ServerHttpRequest request) {
        Thumbnails.checkSize(size);
        return respond(request, attachment.digest() + "-" + size, MediaType.IMAGE_JPEG,
                ContentDisposition.inline().build(), () -> thumbnails.get(attachment.digest(), size));
    }

    private Mono<ResponseEntity<byte[]>> respond(ServerHttpRequest request, String name, MediaType type,
            ContentDisposition disposition, Callable<byte[]> content) {
        String tag = "\"" + name + "\"";
        List<String> known = request.getHeaders().getIfNoneMatch();
        ResponseEntity.BodyBuilder response = ResponseEntity
                .status(known.contains(tag) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK).eTag(tag)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .header("X-Content-Type-Options", "nosniff");
        if (known.contains(tag)) {
            return Mono.just(response.<byte[]>build());
        }
        return blocking.call(content).map(bytes -> response.contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString()).body(bytes));
    }
}
