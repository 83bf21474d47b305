package io.azulejo.server.generation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** Reads {@code options} strictly: what would be ignored or bent is refused by name. */
@Component
public class ParameterReader {

    private static final String KNOWN = Arrays.stream(GenerationParameters.class.getRecordComponents())
            .map(component -> component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));

    private final JsonMapper json = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    GenerationParameters read(@Nullable JsonNode options) {
        if (options == null || options.isNull()) {
            return GenerationParameters.NONE;
        }
        try {
            GenerationParameters read = json.treeToValue(options, GenerationParameters.class);
            check(read);
            return read;
        } catch (UnrecognizedPropertyException e) {
            String inside = path(e);
            throw problem(inside.contains(".")
                    ? "There is no field '" + inside + "'."
                    : "There is no option '" + inside + "'. Known: " + KNOWN + ".", "options." + inside);
        } catch (JacksonException e) {
            String path = path(e);
            throw problem(path.isEmpty()
                    ? "'options' is not an object of options. Known: " + KNOWN + "."
                    : "The value of '" + path + "' cannot be used: " + e.getOriginalMessage(),
                    path.isEmpty() ? "options" : "options." + path);
        }
    }

    private static String path(JacksonException error) {
        return error.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(name -> name != null)
                .collect(Collectors.joining("."));
    }

    /** The same from a form's field. */
    GenerationParameters parse(@Nullable String options) {
        if (options == null || options.isBlank()) {
            return GenerationParameters.NONE;
        }
        try {
            return read(json.readTree(options));
        } catch (JacksonException e) {
            throw problem("'options' is not JSON: " + e.getOriginalMessage(), "options");
        }
    }

    /** Options as they are kept, once they are found to be such. */
    public String normalize(@Nullable JsonNode options) {
        return write(read(options));
    }

    String write(GenerationParameters parameters) {
        return json.writeValueAsString(parameters);
    }

    /** The ranges that hold for every model; the rest is for the model to judge. */
    private static void check(GenerationParameters parameters) {
        within("max_tokens", parameters.maxTokens(), 1, Integer.MAX_VALUE);
        within("temperature", parameters.temperature(), 0, 2);
        within("top_p", parameters.topP(), Double.MIN_VALUE, 1);
        within("top_k", parameters.topK(), 0, Integer.MAX_VALUE);
        within("min_p", parameters.minP(), 0, 1);
        within("repetition_penalty", parameters.repetitionPenalty(), Double.MIN_VALUE, Double.MAX_VALUE);
        within("presence_penalty", parameters.presencePenalty(), -2, 2);
        within("frequency_penalty", parameters.frequencyPenalty(), -2, 2);
        within("max_tiles", parameters.maxTiles(), 1, Integer.MAX_VALUE);
        if (parameters.responseFormat() != null) {
            parameters.responseFormat().toResponseFormat();
        }
        if (parameters.stop() != null) {
            parameters.stop().forEach(text -> Texts.check(text, "stop"));
        }
    }

    private static void within(String name, @Nullable Number value, double least, double most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            String range = least == Double.MIN_VALUE ? "more than 0" : "at least " + (long) least;
            throw new InvalidRequestException("'" + name + "' is " + value + "; give " + range
                    + (most < Integer.MAX_VALUE ? " and at most " + (long) most : "") + ".", name,
                    InvalidRequestException.INVALID_VALUE);
        }
    }

    private static ProblemException problem(String detail, String parameter) {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter", detail)
                .withParameter(parameter);
    }
}
