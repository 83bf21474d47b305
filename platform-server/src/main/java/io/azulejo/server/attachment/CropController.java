package io.azulejo.server.attachment;

import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.processor.image.RgbImage;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Cuts a region out of a picture, so that a model sees it at the full resolution of the original. */
@RestController
class CropController {

    private final Attachments attachments;
    private final PictureChecks checks;
    private final PictureReader reader;
    private final Blocking blocking;

    CropController(Attachments attachments, PictureChecks checks, PictureReader reader, Blocking blocking) {
        this.attachments = attachments;
        this.checks = checks;
        this.reader = reader;
        this.blocking = blocking;
    }

    /**
     * A part of a picture, in pixels from the top left of the picture as the model sees it (upright).
     *
     * @param x the left edge
     * @param y the upper edge
     */
    record Region(int x, int y, int width, int height) {}

    @Operation(summary = "Cut out a region", description = "Stores a part of a picture, without loss, as a picture of "
            + "its own that a message can name.")
    @PostMapping("/api/v1/attachments/{id}/crop")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<StoredAttachment> crop(Person person, @PathVariable UUID id, @RequestBody Region region) {
        return blocking.call(() -> {
            StoredAttachment original = attachments.require(person.id(), id);
            byte[] part = reader.read(attachments.content(original.digest()), image -> {
                requireWithin(region, image);
                return PictureReader.png(image, region.x(), region.y(), region.width(), region.height());
            });
            return attachments.store(person.id(), checks.check(part, name(original)));
        });
    }

    private static void requireWithin(Region region, RgbImage image) {
        if (region.x() < 0 || region.y() < 0 || region.width() < 1 || region.height() < 1
                || (long) region.x() + region.width() > image.width()
                || (long) region.y() + region.height() > image.height()) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-region", "Invalid region",
                    "The region of %d × %d pixels at %d, %d is not within the picture, which has %d × %d pixels."
                            .formatted(region.width(), region.height(), region.x(), region.y(), image.width(),
                                    image.height()));
        }
    }

    private static String name(StoredAttachment original) {
        String name = original.fileName() == null ? "picture" : original.fileName().replaceFirst("\\.[^.]*$", "");
        return name + " (part).png";
    }
}
