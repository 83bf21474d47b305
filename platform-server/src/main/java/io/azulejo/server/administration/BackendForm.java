package io.azulejo.server.administration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.model.BackendConfiguration;
import io.azulejo.server.web.ProblemException;

/**
 * A backend as an administrator writes it: the keys that {@code azulejo.backends.<name>} takes in the configuration.
 *
 * @param name lower-case letters, digits and hyphens; only where the backend is added
 * @param type one of those that {@code GET /api/v1/admin/backend-types} lists
 * @param settings the backend's own settings
 * @param models each model's settings by its id
 * @param others fields that there are not
 */
record BackendForm(@Nullable String name, @Nullable String type,
        @Schema(type = "object", additionalPropertiesSchema = String.class) @Nullable Map<String, JsonNode> settings,
        @Nullable Map<String, Map<String, JsonNode>> models,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, JsonNode> others) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int MAX_ENTRIES = 200;

    /** @param before the backend that is changed: secrets that are sent back as they are shown stay as they are */
    BackendConfiguration read(String named, Set<String> types, @Nullable BackendConfiguration before) {
        if (others != null && !others.isEmpty()) {
            throw invalid(others.keySet().iterator().next(), "There is no field '" + others.keySet().iterator().next()
                    + "'. Known: models, name, settings, type.");
        }
        if (!NAME.matcher(named).matches()) {
            throw invalid("name", "'" + named + "' is no name for a backend. Give lower-case letters, digits and "
                    + "hyphens, at most 63.");
        }
        if (type == null || !types.contains(type)) {
            throw invalid("type", (type == null ? "The backend has no type." : "There is no type '" + type + "'.")
                    + " Known: " + String.join(", ", new TreeSet<>(types)) + ".");
        }
        Map<String, Map<String, String>> read = new LinkedHashMap<>();
        if (models != null) {
            models.forEach((id, own) -> {
                if (id.isBlank() || id.length() > MAX_ENTRIES) {
                    throw invalid("models", "'" + id + "' is no id for a model.");
                }
                read.put(id, texts("models." + id, own, before == null ? Map.of() : before.models().get(id)));
            });
        }
        return new BackendConfiguration(named, type,
                texts("settings", settings, before == null ? Map.of() : before.settings()), read);
    }

    private static Map<String, String> texts(String field, @Nullable Map<String, JsonNode> values,
            @Nullable Map<String, String> before) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values == null) {
            return texts;
        }
        if (values.size() > MAX_ENTRIES) {
            throw invalid(field, "'" + field + "' has " + values.size() + " settings; at most " + MAX_ENTRIES
                    + " are taken.");
        }
        values.forEach((key, value) -> {
            if (!value.isValueNode() || value.isNull()) {
                throw invalid(field + "." + key, "The value of '" + key + "' is to be a text, a number or a boolean.");
            }
            String text = value.asString();
            String known = before == null ? null : before.get(key);
            texts.put(key, text.equals(BackendView.SECRET) && known != null ? known : text);
        });
        return texts;
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-backend", "Invalid backend", detail)
                .withParameter(field);
    }
}
