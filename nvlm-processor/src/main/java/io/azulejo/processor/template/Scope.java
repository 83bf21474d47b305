package io.azulejo.processor.template;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Names and their values; a loop's body has its own, which end with each turn. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, @Nullable Object> values;

    Scope(Map<String, ? extends @Nullable Object> values) {
        this(null, new HashMap<>(values));
    }

    private Scope(@Nullable Scope outer, Map<String, @Nullable Object> values) {
        this.outer = outer;
        this.values = values;
    }

    Scope inner() {
        return new Scope(this, new HashMap<>());
    }

    void set(String name, @Nullable Object value) {
        values.put(name, value);
    }

    @Nullable
    Object get(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        return outer == null ? Values.UNDEFINED : outer.get(name);
    }
}
