package io.azulejo.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/**
 * The names of schemas: a nested type's has that of its outer type before it, so that no two are the same. Else one
 * would silently be described as the other.
 */
@Component
class OpenApiNames implements OpenApiCustomizer {

    private static final String OWN = "io.azulejo.";

    private final Map<String, Class<?>> owners = new ConcurrentHashMap<>();
    private final Set<String> clashes = ConcurrentHashMap.newKeySet();

    /** Refuses a document in which a name stands for two types. */
    @Override
    public void customise(OpenAPI document) {
        if (!clashes.isEmpty()) {
            throw new IllegalStateException(
                    "In the OpenAPI document " + clashes + ". Give one another name by @Schema(name = ...).");
        }
    }

    boolean isOwn(JavaType type) {
        Class<?> raw = type.getRawClass();
        return raw.getName().startsWith(OWN) && !raw.isEnum() && !type.hasGenericTypes();
    }

    String nameOf(Class<?> type) {
        Schema described = type.getAnnotation(Schema.class);
        String name = described == null || described.name().isEmpty() ? ruled(type) : described.name();
        Class<?> owner = owners.putIfAbsent(name, type);
        if (owner != null && owner != type) {
            clashes.add(owner.getName() + " and " + type.getName() + " are both '" + name + "'");
        }
        return name;
    }

    private static String ruled(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> outer = type.getDeclaringClass();
        if (outer == null) {
            return name;
        }
        String before = outer.getSimpleName().replaceFirst("(?<=.)(Controller|View|Record)$", "");
        return name.startsWith(before) || before.startsWith(name) ? name : before + name;
    }
}
