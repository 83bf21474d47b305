package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What stands between the brackets of a call, a filter or a test. */
record Arguments(List<Expression> positional, Map<String, Expression> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    List<@Nullable Object> positional(Scope scope) {
        List<@Nullable Object> values = new ArrayList<>();
        positional.forEach(expression -> values.add(expression.evaluate(scope)));
        return values;
    }

    Map<String, @Nullable Object> named(Scope scope) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        named.forEach((name, expression) -> values.put(name, expression.evaluate(scope)));
        return values;
    }
}
