package io.azulejo.server;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells of records what swagger-core does not see: a name that no other has, which properties may be null, by which
 * names they are written, and which always are ({@link OpenApiRequired}).
 */
@Component
class OpenApiRecords implements ModelConverter {

    /** Those properties of a schema that are always written. */
    static final String WRITTEN = "x-written";

    private static final String REFERENCE = "#/components/schemas/";

    private final OpenApiNames names;

    OpenApiRecords(OpenApiNames names) {
        this.names = names;
    }

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        if (type.getType() == null) {
            return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        }
        JavaType java = Json31.mapper().constructType(type.getType());
        if (JsonNode.class.isAssignableFrom(java.getRawClass())) {
            return new JsonSchema();
        }
        if (names.isOwn(java)) {
            type.name(names.nameOf(java.getRawClass()));
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema != null && java.getRawClass().isRecord()) {
            Schema<?> model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().replace(REFERENCE, ""));
            if (model != null && model.getProperties() != null) {
                complete(model, java.getRawClass());
            }
        }
        return schema;
    }

    @SuppressWarnings("rawtypes")
    private static void complete(Schema<?> model, Class<?> type) {
        Map<String, Schema> before = model.getProperties();
        Map<String, Schema> properties = new LinkedHashMap<>();
        Set<String> written = new LinkedHashSet<>();
        boolean writesNulls = !type.isAnnotationPresent(JsonInclude.class);
        for (RecordComponent component : components(type)) {
            String name = nameOf(component);
            Schema<?> property = before.getOrDefault(name, before.get(component.getName()));
            if (property == null) {
                continue;
            }
            if (isAnything(component, property)) {
                property = new JsonSchema().description(property.getDescription());
            }
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            properties.put(name, nullable ? orNull(property) : property);
            if (!component.getAccessor().isAnnotationPresent(JsonInclude.class) && (writesNulls || !nullable)) {
                written.add(name);
            }
        }
        before.forEach((name, property) -> {
            if (components(type).stream().noneMatch(component -> component.getName().equals(name))) {
                properties.putIfAbsent(name, property);
            }
        });
        model.setProperties(properties);
        model.addExtension(WRITTEN, List.copyOf(written));
    }

    /** Whether JSON stands here that is only passed on, and of which nothing better is said. */
    private static boolean isAnything(RecordComponent component, Schema<?> property) {
        io.swagger.v3.oas.annotations.media.Schema described = component.getAccessor()
                .getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (component.getType() == JsonNode.class) {
            return described == null || (described.implementation() == Void.class
                    && !described.type().equals("string")
                    && (described.oneOf().length == 0 || List.of(described.oneOf()).contains(Object.class)));
        }
        return component.getAccessor().isAnnotationPresent(JsonRawValue.class) && "string".equals(typeOf(property));
    }

    /** Those of records that are written as if they were a part of it are its own. */
    private static List<RecordComponent> components(Class<?> type) {
        List<RecordComponent> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class) && component.getType().isRecord()) {
                components.addAll(components(component.getType()));
            } else {
                components.add(component);
            }
        }
        return components;
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        if (named != null && !named.value().isEmpty()) {
            return named.value();
        }
        JsonNaming naming = component.getDeclaringRecord().getAnnotation(JsonNaming.class);
        return naming != null && naming.value() == SnakeCaseStrategy.class
                ? component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT)
                : component.getName();
    }

    private static @Nullable String typeOf(Schema<?> schema) {
        return schema.getTypes() == null ? schema.getType() : schema.getTypes().stream().findFirst().orElse(null);
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Schema<?> orNull(Schema property) {
        if (property.get$ref() != null) {
            Schema<?> either = new JsonSchema().description(property.getDescription());
            either.addAnyOfItem(new JsonSchema().$ref(property.get$ref()));
            either.addAnyOfItem(new JsonSchema().typesItem("null"));
            return either;
        }
        List<Schema> alternatives = property.getOneOf() == null ? property.getAnyOf() : property.getOneOf();
        if (alternatives != null) {
            if (alternatives.stream().noneMatch(OpenApiRecords::isNull)) {
                alternatives.add(new JsonSchema().typesItem("null"));
            }
            return property;
        }
        Set<String> types = new LinkedHashSet<>();
        if (property.getTypes() != null) {
            types.addAll(property.getTypes());
        } else if (property.getType() != null) {
            types.add(property.getType());
        }
        if (!types.isEmpty() && types.add("null")) {
            property.setTypes(types);
            if (property.getEnum() != null) {
                List<Object> values = new ArrayList<>(property.getEnum());
                values.add(null);
                property.setEnum(values);
            }
        }
        return property;
    }

    private static boolean isNull(Schema<?> schema) {
        return schema.getTypes() != null && schema.getTypes().contains("null");
    }
}
