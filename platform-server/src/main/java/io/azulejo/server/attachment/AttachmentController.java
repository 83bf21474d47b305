package io.azulejo.server.attachment;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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
    private final PictureResponses responses;
    private final Blocking blocking;

    AttachmentController(Attachments attachments, PictureChecks checks, PictureUploads uploads,
            PictureResponses responses, Blocking blocking) {
        this.attachments = attachments;
        this.checks = checks;
        this.uploads = uploads;
        this.responses = responses;
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
    @ApiResponse(responseCode = "200", description = "The picture", content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "The reader has it", content = @Content)
    @GetMapping("/{id}/content")
    Mono<ResponseEntity<byte[]>> content(Person person, @PathVariable UUID id, ServerWebExchange exchange) {
        return blocking.call(() -> attachments.require(person.id(), id))
                .flatMap(attachment -> responses.content(attachment, exchange.getRequest()));
    }

    /**
     * A small JPEG of it, upright.
     *
     * @param size the pixels of its longer side, at most: 64, 128, 256, 512 or 1024
     */
    @ApiResponse(responseCode = "200", description = "The small picture", content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "The reader has it", content = @Content)
    @GetMapping(path = "/{id}/thumbnail")
    Mono<ResponseEntity<byte[]>> thumbnail(Person person, @PathVariable UUID id,
            @RequestParam(defaultValue = "256") int size, ServerWebExchange exchange) {
        Thumbnails.checkSize(size);
        return blocking.call(() -> attachments.require(person.id(), id))
                .flatMap(attachment -> responses.thumbnail(attachment, size, exchange.getRequest()));
    }
}
