package io.azulejo.server.vision;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.PromptSize;
import io.azulejo.processor.image.ImagePreprocessor;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.PictureReader;
import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Shows the tiles into which a model's processor cuts a picture, by the plan that the model itself is given. */
@RestController
@RequestMapping("/api/v1/attachments/{id}/tiles")
@Tag(name = "Vision", description = "What a model sees")
class TileController {

    private final Attachments attachments;
    private final PictureReader reader;
    private final Blocking blocking;
    private final ImagePreprocessor preprocessor = new ImagePreprocessor();

    TileController(Attachments attachments, PictureReader reader, Blocking blocking) {
        this.attachments = attachments;
        this.reader = reader;
        this.blocking = blocking;
    }

    @Operation(summary = "Tell how a picture is cut", description = "The tiles in the order in which they are sent, "
            + "the thumbnail last. `model` is the default model where absent, `max_tiles` the model's own limit.")
    @GetMapping
    Mono<TileView> tiles(Person person, @PathVariable UUID id, @RequestParam @Nullable String model,
            @RequestParam(name = "max_tiles") @Nullable Integer maxTiles, PermittedModels models) {
        return blocking.call(() -> {
            StoredAttachment attachment = attachments.require(person.id(), id);
            return plan(attachment, attachments.content(attachment.digest()), models, model, maxTiles);
        });
    }

    @Operation(summary = "Show one tile", description = "Its pixels as the model gets them, before they are normalised.")
    @GetMapping(path = "/{index}", produces = {MediaType.IMAGE_PNG_VALUE, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<byte[]>> tile(Person person, @PathVariable UUID id, @PathVariable int index,
            @RequestParam @Nullable String model,
            @RequestParam(name = "max_tiles") @Nullable Integer maxTiles, PermittedModels models) {
        return blocking.call(() -> {
            StoredAttachment attachment = attachments.require(person.id(), id);
            byte[] content = attachments.content(attachment.digest());
            TileView plan = plan(attachment, content, models, model, maxTiles);
            if (index < 1 || index > plan.tiles().size() || plan.tileSize() == 0) {
                throw ProblemException.of(HttpStatus.NOT_FOUND, "unknown-tile", "Unknown tile", plan.tileSize() == 0
                        ? "The backend of the model '" + plan.model() + "' does not tell how it cuts pictures."
                        : "The picture has the tiles 1 to " + plan.tiles().size() + " for the model '" + plan.model()
                                + "'.")
                        .withParameter("index");
            }
            return ResponseEntity.ok().contentType(MediaType.IMAGE_PNG)
                    .body(reader.read(content, image -> png(image, plan, index)));
        });
    }

    private byte[] png(RgbImage image, TileView plan, int index) {
        int size = plan.tileSize();
        if (plan.tiles().get(index - 1).thumbnail()) {
            return PictureReader.png(preprocessor.resize(image, size, size), 0, 0, size, size);
        }
        int column = (index - 1) % plan.columns();
        int row = (index - 1) / plan.columns();
        RgbImage whole = preprocessor.resize(image, plan.columns() * size, plan.rows() * size);
        return PictureReader.png(whole, column * size, row * size, size, size);
    }

    private static TileView plan(StoredAttachment attachment, byte[] content, PermittedModels models,
            @Nullable String named,
            @Nullable Integer maxTiles) {
        AvailableModel model = models.require(named == null ? models.defaultModel() : named);
        Media media = Media.builder().mimeType(MimeType.valueOf(attachment.mediaType()))
                .data(content).build();
        Prompt prompt = new Prompt(List.of(MessagePart.toMessage(List.of(new MessagePart.Picture(media, null)))),
                GenerationOptions.builder().model(model.id()).maxTiles(maxTiles).build());
        PromptSize size = model.measure(prompt);
        return TileView.of(model.id(), size.pictures().getFirst());
    }
}
