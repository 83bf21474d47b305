package io.azulejo.server.generation;

import java.util.List;

import jakarta.persistence.AttributeConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.conversation.AnswerRecord;

/** Keeps the few seams that an answer may have as JSON, and nothing where it has none. */
final class SeamConverter implements AttributeConverter<List<AnswerRecord.Seam>, @Nullable String> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<AnswerRecord.Seam>> SEAMS = new TypeReference<>() {};

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable List<AnswerRecord.Seam> seam) {
        return seam == null || seam.isEmpty() ? null : JSON.writeValueAsString(seam);
    }

    @Override
    public List<AnswerRecord.Seam> convertToEntityAttribute(@Nullable String stored) {
        return stored == null ? List.of() : JSON.readValue(stored, SEAMS);
    }
}
