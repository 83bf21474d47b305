package io.azulejo.server.preset;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A named beginning of conversations.
 *
 * @param system what the model is told first
 * @param options how answers are made, as a JSON object
 */
public record Preset(UUID id, String name, @Nullable String system, @Nullable String model,
        @Schema(types = "object") @JsonRawValue String options) {}
