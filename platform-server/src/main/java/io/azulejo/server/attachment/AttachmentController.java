package io.azulejo.server.attachment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Takes pictures before the messages that show them, and gives them back. */
@RestController
@RequestMapping("/api/v1/attachments")
class AttachmentController {

    private final Attachments attachments;
    private final PictureChecks checks;
    private final PictureUploads uploads;
    private final Blocking blocking;

    AttachmentController(Attachments attachments, PictureChecks checks, PictureUploads uploads, Blocking blocking) {
        this.attachments = attachments;
        this.checks = checks;
        this.uploads = uploads;
        this.blocking = blocking;
    }

    /** Takes one picture as the form's {@code file}. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @RequestBody(content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(implementation = UploadFields.class)))
    Mono<StoredAttachment> upload(Person person, ServerWebExchange exchange) {
        return exchange.getMultipartData().flatMap(form -> uploads.read(form, "file")).flatMap(sent -> {
            if (sent.size() != 1) {
                throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-form", "Invalid form",
                        "The form has " + sent.size() + " parts named 'file'; send one picture.")
                        .withParameter("file");
            }
            PictureUploads.Upload file = sent.getFirst();
            return blocking.call(() -> attachments.store(person.id(), checks.check(file.data(), file.fileName())));
        });
    }

    /** The fields of the form, for the API's description. */
    @Schema(name = "UploadForm")
    private record UploadFields(@Schema(type = "string", format = "binary") String file) {}

    @GetMapping("/{id}")
    Mono<StoredAttachment> read(Person person, @PathVariable UUID id) {
        return blocking.call(() -> attachments.require(person.id(), id));
    }

    /** The bytes as they were sent. */
    @GetMapping("/{id}/content")
    Mono<ResponseEntity<byte[]>> content(Person person, @PathVariable UUID id, ServerWebExchange exchange) {
        return blocking.call(() -> attachments.require(person.id(), id)).flatMap(attachment -> {
            String tag = "\"" + attachment.digest() + "\"";
            List<String> known = exchange.getRequest().getHeaders().getIfNoneMatch();
            ResponseEntity.BodyBuilder response = ResponseEntity
                    .status(known.contains(tag) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK).eTag(tag)
                    .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                    .header("X-Content-Type-Options", "nosniff");
            if (known.contains(tag)) {
                return Mono.just(response.<byte[]>build());
            }
            ContentDisposition.Builder disposition = ContentDisposition.inline();
            if (attachment.fileName() != null) {
                disposition.filename(attachment.fileName(), StandardCharsets.UTF_8);
            }
            return blocking.call(() -> attachments.content(attachment.digest()))
                    .map(bytes -> response.contentType(MediaType.parseMediaType(attachment.mediaType()))
                            .header(HttpHeaders.CONTENT_DISPOSITION, disposition.build().toString()).body(bytes));
        });
    }
}
