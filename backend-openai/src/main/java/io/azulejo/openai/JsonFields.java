package io.azulejo.openai;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.openai.core.JsonField;
import com.openai.core.JsonValue;

/** Reads fields that OpenAI's client has no accessors for. */
final class JsonFields {

    private JsonFields() {}

    /** The text, or empty where there is none or it is something else. */
    static Optional<String> text(Map<String, JsonValue> fields, String name) {
        // In Java's eyes a JsonValue has raw methods.
        JsonField<?> value = fields.get(name);
        return value == null ? Optional.empty() : value.asString();
    }

    /** The number, or empty where there is none or it is something else. */
    static OptionalInt number(Map<String, JsonValue> fields, String name) {
        JsonField<?> value = fields.get(name);
        Number number = value == null ? null : value.asNumber().orElse(null);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number.intValue());
    }

    static Map<String, JsonValue> object(JsonField<?> value) {
        return value.asObject().orElse(Map.of());
    }
}
