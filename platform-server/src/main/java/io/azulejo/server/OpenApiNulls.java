package io.azulejo.server;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells which properties may be null: those of records' components that are {@code @Nullable}. */
@Component
class OpenApiNulls implements ModelConverter {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema == null || type.getType() == null) {
            return schema;
        }
        JavaType java = Json31.mapper().constructType(type.getType());
        if (java.getRawClass().isRecord()) {
            Schema<?> model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().replace(REFERENCE, ""));
            if (model != null && model.getProperties() != null) {
                allowNulls(model, java.getRawClass());
            }
        }
        return schema;
    }

    @SuppressWarnings("rawtypes")
    private static void allowNulls(Schema<?> model, Class<?> type) {
        Map<String, Schema> properties = model.getProperties();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = named == null || named.value().isEmpty() ? component.getName() : named.value();
            Schema<?> property = properties.get(name);
            if (property != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.put(name, orNull(property));
            }
        }
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
            if (alternatives.stream().noneMatch(OpenApiNulls::isNull)) {
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
