package io.azulejo.server.openai;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes the JSON of the wire. Strict: a value of another type than the field's is an error that names the
 * field, never converted.
 */
public final class OpenAiJson {

    private static final JsonMapper MAPPER = mapper();

    private OpenAiJson() {}

    private static JsonMapper mapper() {
        // A picture is one string; the size of the body is limited where it is read.
        StreamReadConstraints constraints = StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE)
                .maxNestingDepth(100).build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The same as text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Reads what was written here. */
    public static <T> T readOwn(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** @throws OpenAiException where the body is not UTF-8, not JSON or not of this type */
    public static <T> T read(byte[] body, Class<T> type) {
        requireUtf8(body);
        if (body.length == 0) {
            throw notJson("The body is empty.");
        }
        T value;
        try {
            value = MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            throw unreadable(e);
        }
        if (value == null) {
            throw notJson("The body is null and must be an object.");
        }
        return value;
    }

    private static OpenAiException unreadable(JacksonException error) {
        String field = field(error);
        Throwable cause = error.getCause();
        if (error instanceof InputCoercionException || cause instanceof InputCoercionException) {
            return field == null
                    ? notJson("The body has a number that is too large.")
                    : OpenAiException.wrongType(field, "is too large a number.");
        }
        if (error instanceof MismatchedInputException mismatch) {
            String expected = "must be " + expected(mismatch.getTargetType()) + ".";
            return field == null ? notJson("The body " + expected) : OpenAiException.wrongType(field, expected);
        }
        String place = error.getLocation() == null
                ? ""
                : " (line %d, column %d)".formatted(error.getLocation().getLineNr(),
                        error.getLocation().getColumnNr());
        return notJson("The body is not JSON" + place + ": " + error.getOriginalMessage());
    }

    private static OpenAiException notJson(String message) {
        return OpenAiException.of(HttpStatus.BAD_REQUEST, message, OpenAiException.INVALID_REQUEST, null,
                "invalid_json");
    }

    private static @Nullable String field(JacksonException error) {
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference step : error.getPath()) {
            if (step.getPropertyName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return field.isEmpty() ? null : field.toString();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Double.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        return Collection.class.isAssignableFrom(type)
                ? "an array"
                : Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "of another type";
    }

    private static void requireUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(body);
        CharBuffer scratch = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            scratch.clear();
            result = decoder.decode(in, scratch, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw notJson("The body is not UTF-8: the bytes from position " + in.position() + " are no character.");
        }
    }
}
