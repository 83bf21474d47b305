package io.azulejo.api.model;

import org.jspecify.annotations.Nullable;

/** The form that an answer is held to. An answer that ends with {@link FinishReason#STOP} has it. */
public sealed interface ResponseFormat {

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that is valid by a schema.
     *
     * @param name what the schema is called; null where it has no name
     * @param schema the JSON schema
     */
    record JsonSchema(@Nullable String name, String schema) implements ResponseFormat {}
}
