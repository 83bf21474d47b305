package io.azulejo.processor.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;
import io.azulejo.processor.PromptException;
import io.azulejo.processor.template.JsonText;
import io.azulejo.processor.template.TemplateException;

/** Tools and calls as the values that templates are given, which are those of OpenAI's API. */
final class ToolValues {

    private ToolValues() {}

    static Map<String, @Nullable Object> of(ChatTool tool) {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", tool.name());
        if (!tool.description().isEmpty()) {
            function.put("description", tool.description());
        }
        function.put("parameters", object("The parameters", tool.name(), tool.parameters()));
        return function(function);
    }

    static Map<String, @Nullable Object> of(ToolCallPart call) {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", call.tool());
        function.put("arguments", arguments(call));
        return function(function);
    }

    static Map<?, ?> arguments(ToolCallPart call) {
        return object("The arguments", call.tool(), call.arguments());
    }

    private static Map<String, @Nullable Object> function(Map<String, @Nullable Object> function) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("type", "function");
        value.put("function", function);
        return value;
    }

    private static Map<?, ?> object(String what, String tool, String json) {
        try {
            if (JsonText.read(json) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (TemplateException e) {
            throw new PromptException(what + " of the tool '" + tool + "' are not JSON: " + e.getMessage(), e);
        }
        throw new PromptException(what + " of the tool '" + tool + "' are not a JSON object.");
    }

    /** The same with every text in it, names included, changed. */
    static @Nullable Object mapTexts(@Nullable Object value, UnaryOperator<String> change) {
        return switch (value) {
            case String text -> change.apply(text);
            case List<?> list -> {
                List<@Nullable Object> changed = new ArrayList<>();
                list.forEach(item -> changed.add(mapTexts(item, change)));
                yield changed;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> changed = new LinkedHashMap<>();
                map.forEach((name, item) -> changed.put(change.apply((String) name), mapTexts(item, change)));
                yield changed;
            }
            case null, default -> value;
        };
    }
}
