package io.azulejo.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says of what is answered which properties are always there. What is asked may leave out more. */
@Component
class OpenApiRequired implements OpenApiCustomizer {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public void customise(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> asked = new HashSet<>();
        document.getPaths().values().stream().flatMap(path -> path.readOperations().stream())
                .map(Operation::getRequestBody).filter(Objects::nonNull).flatMap(body -> schemasIn(body.getContent()))
                .forEach(schema -> reach(schema, schemas, asked));
        document.getPaths().values().stream().flatMap(path -> path.readOperations().stream())
                .flatMap(operation -> operation.getResponses().values().stream()).map(ApiResponse::getContent)
                .filter(Objects::nonNull).map(content -> content.get("text/event-stream")).filter(Objects::nonNull)
                .forEach(stream -> ofStream(stream, asked));
        schemas.forEach((name, schema) -> {
            Map<String, Object> extensions = schema.getExtensions();
            if (extensions != null && extensions.remove(OpenApiRecords.WRITTEN) instanceof List<?> written) {
                if (!asked.contains(name)) {
                    schema.setRequired(new ArrayList<>(written));
                }
                if (extensions.isEmpty()) {
                    schema.setExtensions(null);
                }
            }
        });
    }

    /** What is described of a stream is one of its events' data, not a list of all, and not an event itself. */
    private static void ofStream(MediaType stream, Set<String> asked) {
        if (stream.getSchema() != null && stream.getSchema().get$ref() != null) {
            asked.add(stream.getSchema().get$ref().replace(REFERENCE, ""));
        } else {
            stream.setSchema(null);
        }
    }

    private static Stream<Schema<?>> schemasIn(Content content) {
        return content == null
                ? Stream.empty()
                : content.values().stream().<Schema<?>>map(type -> type.getSchema()).filter(Objects::nonNull);
    }

    @SuppressWarnings("rawtypes")
    private static void reach(Schema<?> schema, Map<String, Schema> schemas, Set<String> reached) {
        if (schema.get$ref() != null) {
            String name = schema.get$ref().replace(REFERENCE, "");
            Schema<?> target = schemas.get(name);
            if (target != null && reached.add(name)) {
                reach(target, schemas, reached);
            }
        }
        partsOf(schema).forEach(part -> reach(part, schemas, reached));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Stream<Schema<?>> partsOf(Schema schema) {
        Stream.Builder<Schema<?>> parts = Stream.builder();
        if (schema.getProperties() != null) {
            ((Map<String, Schema<?>>) schema.getProperties()).values().forEach(parts);
        }
        for (List<Schema<?>> alternatives : new List[]{schema.getAllOf(), schema.getAnyOf(), schema.getOneOf()}) {
            if (alternatives != null) {
                alternatives.forEach(parts);
            }
        }
        if (schema.getItems() != null) {
            parts.add(schema.getItems());
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> others) {
            parts.add(others);
        }
        return parts.build();
    }
}
