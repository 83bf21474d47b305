package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The methods of Python's strings and mappings that templates call. */
final class Methods {

    private static final Set<String> NAMES = Set.of("strip", "lstrip", "rstrip", "split", "startswith", "endswith",
            "replace", "upper", "lower", "title", "capitalize", "items", "keys", "values", "get");

    private Methods() {}

    static Expression call(Expression of, String name, Arguments arguments) {
        if (!NAMES.contains(name)) {
            throw new TemplateException("The method \"" + name + "\" is not known.");
        }
        return scope -> {
            Object value = of.evaluate(scope);
            List<@Nullable Object> given = arguments.positional(scope);
            return switch (value) {
                case String text -> ofString(text, name, given);
                case Map<?, ?> map -> ofMap(map, name, given);
                case null, default -> throw new TemplateException(
                        "A " + Values.kind(value) + " has no method \"" + name + "\".");
            };
        };
    }

    private static @Nullable Object ofString(String text, String name, List<@Nullable Object> given) {
        return switch (name) {
            case "strip" -> stripEnd(stripStart(text, given), given);
            case "lstrip" -> stripStart(text, given);
            case "rstrip" -> stripEnd(text, given);
            case "split" -> split(text, given);
            case "startswith" -> text.startsWith(Values.string(given.getFirst()));
            case "endswith" -> text.endsWith(Values.string(given.getFirst()));
            case "replace" -> text.replace(Values.string(given.get(0)), Values.string(given.get(1)));
            case "upper", "lower", "title", "capitalize" -> Filters.named(name).apply(text, List.of(), Map.of());
            default -> throw new TemplateException("A string has no method \"" + name + "\".");
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String name, List<@Nullable Object> given) {
        return switch (name) {
            case "items" -> map.entrySet().stream().map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                    .toList();
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "get" -> map.containsKey(given.getFirst())
                    ? map.get(given.getFirst())
                    : given.size() > 1 ? given.get(1) : null;
            default -> throw new TemplateException("A mapping has no method \"" + name + "\".");
        };
    }

    private static String stripStart(String text, List<@Nullable Object> given) {
        if (given.isEmpty()) {
            return Whitespace.stripLeading(text);
        }
        int start = 0;
        while (start < text.length() && Values.string(given.getFirst()).indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    private static String stripEnd(String text, List<@Nullable Object> given) {
        if (given.isEmpty()) {
            return Whitespace.stripTrailing(text);
        }
        int end = text.length();
        while (end > 0 && Values.string(given.getFirst()).indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static List<String> split(String text, List<@Nullable Object> given) {
        if (given.isEmpty()) {
            return Arrays.stream(text.split("[\\s\\p{Z}\u0085]+")).filter(word -> !word.isEmpty()).toList();
        }
        int limit = given.size() > 1 ? (int) Values.integer(given.get(1)) + 1 : -1;
        return Arrays.asList(text.split(Pattern.quote(Values.string(given.getFirst())), limit == 0 ? -1 : limit));
    }
}
