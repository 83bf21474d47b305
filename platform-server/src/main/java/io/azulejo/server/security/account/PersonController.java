package io.azulejo.server.security.account;

import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.SecurityProperties;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.ProblemException;

/** Gives people all that is kept of them, and deletes it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Account")
class PersonController {

    private final People people;
    private final OwnPassword ownPassword;
    private final Sessions sessions;
    private final SecurityProperties properties;
    private final Blocking blocking;

    PersonController(People people, OwnPassword ownPassword, Sessions sessions,
            SecurityProperties properties, Blocking blocking) {
        this.people = people;
        this.ownPassword = ownPassword;
        this.sessions = sessions;
        this.properties = properties;
        this.blocking = blocking;
    }

    @Schema(name = "Confirmation")
    record Confirmation(@Schema(description = "Needed where people have passwords") @Nullable String password) {}

    @Operation(summary = "Export all that is kept of oneself", description = "A zip file: profile, conversations as JSON, "
            + "pictures, presets, keys without their secrets, usage.")
    @ApiResponse(responseCode = "200", description = "the file", content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    @Audited("user.export")
    @GetMapping("/me/export")
    ResponseEntity<Flux<DataBuffer>> export(Person person) {
        Flux<DataBuffer> file = Flux.from(DataBufferUtils.outputStreamPublisher(
                stream -> people.export(person.id(), stream), DefaultDataBufferFactory.sharedInstance,
                blocking::execute));
        return ResponseEntity.ok().contentType(MediaType.valueOf("application/zip"))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("azulejo.zip")
                        .build().toString())
                .cacheControl(CacheControl.noStore()).body(file);
    }

    @Operation(summary = "Delete oneself", description = "With all that is kept: conversations, pictures, presets, keys, "
            + "logins. What was used stays in the sums as nobody's. It cannot be taken back. The password confirms it; in "
            + "oidc mode a login of the last 10 minutes does.")
    @Audited("user.delete")
    @DeleteMapping("/me")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @RequestBody Confirmation confirmation, ServerWebExchange exchange) {
        Audited.Notes.subject(exchange, person.id().toString());
        properties.requireLogins();
        String password = properties.hasPasswords() ? Passwords.typed(confirmation.password()) : "";
        return blocking.run(() -> {
            if (properties.hasPasswords()) {
                ownPassword.require(person, password, "password");
            } else if (!sessions.isRecent(exchange)) {
                throw ProblemException.of(HttpStatus.FORBIDDEN, "login-too-old", "Log in again",
                        "This needs a login of the last 10 minutes. Log out and in again.");
            }
            people.delete(person.id());
            sessions.setCookie(exchange, "");
        });
    }

    @Operation(summary = "Delete a user", description = "With all that is kept of them, as they can themselves.")
    @Audited("user.delete")
    @DeleteMapping("/admin/users/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> deleteUser(@PathVariable UUID id) {
        return blocking.run(() -> people.delete(id));
    }
}
