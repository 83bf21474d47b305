package io.azulejo.server.share;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.attachment.PictureResponses;
import io.azulejo.server.conversation.ConversationView;
import io.azulejo.server.database.Blocking;

/** Shows what was shared to whoever has the link; nobody has to log in. */
@RestController
@RequestMapping("/api/v1/shared/{token}")
class SharedController {

    private final Shares shares;
    private final PictureResponses pictures;
    private final Blocking blocking;

    SharedController(Shares shares, PictureResponses pictures, Blocking blocking) {
        this.shares = shares;
        this.pictures = pictures;
        this.blocking = blocking;
    }

    /** A link is a secret that the pages it leads to do not pass on. */
    @ModelAttribute
    void keepSecret(ServerHttpResponse response) {
        response.getHeaders().set("Referrer-Policy", "no-referrer");
        response.getHeaders().set("X-Robots-Tag", "noindex, nofollow");
    }

    /** The conversation as it was when it was shared. */
    @ApiResponse(responseCode = "200", description = "The conversation", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ConversationView.class)))
    @GetMapping
    Mono<ResponseEntity<String>> read(@PathVariable String token) {
        return blocking.call(() -> shares.open(token)).map(snapshot -> ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON).cacheControl(CacheControl.noStore()).body(snapshot));
    }

    /** The bytes of one of its pictures. */
    @ApiResponse(responseCode = "200", description = "The picture", content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "The reader has it", content = @Content)
    @GetMapping("/attachments/{id}/content")
    Mono<ResponseEntity<byte[]>> content(@PathVariable String token, @PathVariable UUID id,
            ServerWebExchange exchange) {
        return blocking.call(() -> shares.picture(token, id))
                .flatMap(picture -> pictures.content(picture, exchange.getRequest()));
    }

    /** A small JPEG of one of its pictures. */
    @ApiResponse(responseCode = "200", description = "The small picture", content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "304", description = "The reader has it", content = @Content)
    @GetMapping("/attachments/{id}/thumbnail")
    Mono<ResponseEntity<byte[]>> thumbnail(@PathVariable String token, @PathVariable UUID id,
            @RequestParam(defaultValue = "256") int size, ServerWebExchange exchange) {
        return blocking.call(() -> shares.picture(token, id))
                .flatMap(picture -> pictures.thumbnail(picture, size, exchange.getRequest()));
    }
}
