package io.azulejo.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipOutputStream;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.ProblemException;

/** Gives a person all their conversations as a file, and takes such files. */
@RestController
@RequestMapping("/api/v1")
class ArchiveController {

    private static final MediaType ZIP = MediaType.parseMediaType("application/zip");

    private final ArchiveWriter writer;
    private final Imports imports;
    private final Blocking blocking;

    ArchiveController(ArchiveWriter writer, Imports imports, Blocking blocking) {
        this.writer = writer;
        this.imports = imports;
        this.blocking = blocking;
    }

    /** All of one's conversations with their pictures, as a ZIP that can be imported. */
    @ApiResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    @Audited("conversation.export")
    @GetMapping("/export")
    ResponseEntity<Flux<DataBuffer>> export(Person person, ServerWebExchange exchange) {
        Publisher<DataBuffer> content = DataBufferUtils.outputStreamPublisher(out -> write(person.id(), out),
                exchange.getResponse().bufferFactory(), blocking::execute, 64 * 1024);
        String name = "azulejo-" + LocalDate.now(ZoneOffset.UTC) + ".zip";
        return ResponseEntity.ok().contentType(ZIP).cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff").body(Flux.from(content));
    }

    private void write(UUID owner, OutputStream out) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            writer.write(owner, zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds the conversations of a file: a ZIP as {@code /export} makes it, or the JSON of one conversation. Those that are
     * here already, or were imported before, are skipped.
     */
    @Audited("conversation.import")
    @PostMapping(path = "/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @RequestBody(content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(implementation = ImportFields.class)))
    Mono<Imports.Result> read(Person person, ServerWebExchange exchange) {
        return exchange.getMultipartData().flatMap(form -> Mono.usingWhen(
                blocking.call(() -> Files.createTempFile("azulejo-import", null)),
                path -> file(form).transferTo(path).then(blocking.call(() -> imports.read(person.id(), path))),
                this::delete));
    }

    private static FilePart file(MultiValueMap<String, Part> form) {
        List<Part> parts = form.getOrDefault("file", List.of());
        if (parts.size() == 1 && parts.getFirst() instanceof FilePart file) {
            return file;
        }
        throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-form", "Invalid form",
                "The form has " + parts.size() + " parts named 'file'; send one, a file with its name.")
                .withParameter("file");
    }

    private Mono<Void> delete(Path path) {
        return blocking.run(() -> {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The fields of the form, for the API's description. */
    @Schema(name = "ImportForm")
    private record ImportFields(@Schema(type = "string", format = "binary") String file) {}
}
