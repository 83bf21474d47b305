package io.azulejo.server.preset;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.web.Fields;

/** A preset to be made or changed. Of a change, what is absent stays as it is; null takes it away. */
@Schema(name = "PresetRequest")
record PresetRequest(@Nullable String name, @Schema(type = "string", nullable = true) @Nullable JsonNode system,
        @Schema(type = "string", nullable = true) @Nullable JsonNode model,
        @Schema(type = "object", nullable = true) @Nullable JsonNode options) {

    private static final int MAX_NAME = 100;
    private static final int MAX_SYSTEM = 100_000;
    private static final int MAX_MODEL = 200;

    /** The name of a new preset, or of one that gets another. */
    String checkedName() {
        return Fields.text(name, "name", MAX_NAME);
    }

    @Nullable
    String systemOr(@Nullable String before) {
        return textOr(before, system, "system", MAX_SYSTEM);
    }

    @Nullable
    String modelOr(@Nullable String before) {
        return textOr(before, model, "model", MAX_MODEL);
    }

    private static @Nullable String textOr(@Nullable String before, @Nullable JsonNode given, String field, int most) {
        if (given == null) {
            return before;
        }
        if (given.isNull()) {
            return null;
        }
        if (!given.isString()) {
            throw Fields.invalid(field, "'" + field + "' is neither a text nor null.");
        }
        return given.asString().isBlank() ? null : Fields.text(given.asString(), field, most);
    }
}
