package io.azulejo.server.conversation;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;

/** Gives conversations to their owners as files. */
@RestController
class ExportController {

    private static final MediaType MARKDOWN = new MediaType("text", "markdown", StandardCharsets.UTF_8);

    private final ConversationReader reader;
    private final JsonMapper json;
    private final Blocking blocking;

    ExportController(ConversationReader reader, JsonMapper json, Blocking blocking) {
        this.reader = reader;
        this.json = json;
        this.blocking = blocking;
    }

    /** The form of the file. */
    enum Format {

        json, markdown
    }

    /**
     * The conversation as a file.
     *
     * @param format json: the whole tree, pictures by their ids and digests; markdown: the branch of the newest message
     */
    @ApiResponse(responseCode = "200", description = "The file", content = {
            @Content(mediaType = "application/json", schema = @Schema(implementation = ConversationView.class)),
            @Content(mediaType = "text/markdown", schema = @Schema(type = "string"))})
    @GetMapping("/api/v1/conversations/{id}/export")
    @Audited("conversation.export")
    Mono<ResponseEntity<byte[]>> export(Person person, @PathVariable UUID id,
            @RequestParam(defaultValue = "json") Format format) {
        return blocking.call(() -> {
            ConversationView conversation = reader.read(person.id(), id, false);
            return switch (format) {
                case json -> file(conversation, ".json", MediaType.APPLICATION_JSON,
                        json.writerWithDefaultPrettyPrinter().writeValueAsBytes(conversation));
                case markdown -> file(conversation, ".md", MARKDOWN,
                        MarkdownExport.write(conversation).getBytes(StandardCharsets.UTF_8));
            };
        });
    }

    private static ResponseEntity<byte[]> file(ConversationView conversation, String ending, MediaType type,
            byte[] content) {
        String name = conversation.summary().title().replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", " ").strip();
        ContentDisposition disposition = ContentDisposition.attachment()
                .filename((name.isEmpty() ? "conversation" : name) + ending, StandardCharsets.UTF_8).build();
        return ResponseEntity.ok().contentType(type).header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("X-Content-Type-Options", "nosniff").body(content);
    }
}
