package io.azulejo.server.archive;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.Feedback;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.conversation.TitleSource;

/** A conversation as it stands in a file: nothing is known to be there. */
record ArchivedConversation(@Nullable UUID id, @Nullable String title, @Nullable TitleSource titled,
        @Nullable String model, boolean pinned, boolean archived, @Nullable UUID folder, @Nullable List<String> tags,
        @Nullable Instant expiresAt, @Nullable Instant deletedAt, @Nullable Instant createdAt,
        @Nullable Instant updatedAt, @Nullable List<@Nullable Message> messages) {

    record Message(@Nullable UUID id, @Nullable UUID parent, @Nullable Role role, @Nullable Instant createdAt,
            @Nullable List<@Nullable Part> parts, @Nullable Answer generation, @Nullable Feedback feedback) {}

    /** A text or a picture. */
    record Part(@Nullable String type, @Nullable String text, @Nullable Picture attachment) {}

    record Picture(@Nullable UUID id, @Nullable String digest, @Nullable String fileName) {}

    record Answer(@Nullable String model, @Nullable JsonNode parameters, @Nullable UUID continues,
            @Nullable List<AnswerRecord.@Nullable Seam> seam, @Nullable String status, @Nullable String finishReason,
            @Nullable String error, AnswerRecord.@Nullable Usage usage, AnswerRecord.@Nullable Timings timings) {}
}
