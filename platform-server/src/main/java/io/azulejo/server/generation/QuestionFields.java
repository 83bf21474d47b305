package io.azulejo.server.generation;

import java.util.List;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of a form that asks, for the API's description; {@link QuestionForm} reads them. */
@Schema(name = "QuestionForm")
record QuestionFields(
        @Schema(description = "the message's text; may be absent where there are pictures") @Nullable String text,
        @ArraySchema(arraySchema = @Schema(description = "pictures, in their order"), schema = @Schema(type = "string", format = "binary")) @Nullable List<String> picture,
        @Schema(description = "the model to answer; the conversation's where absent") @Nullable String model,
        @Schema(description = "how the answer is made, as JSON", implementation = GenerationParameters.class) @Nullable String options,
        @Schema(description = "the message that this one follows; the newest where absent, another beginning where empty") @Nullable String parent,
        @Schema(description = "of a new conversation; made from the text where absent") @Nullable String title,
        @Schema(description = "what the model is told first in a new conversation") @Nullable String system,
        @Schema(description = "whether a new conversation is in no list and goes some time after its last message") @Nullable Boolean temporary) {}
