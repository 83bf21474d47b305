package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** The filters that templates use. */
final class Filters {

    interface Filter {
        @Nullable
        Object apply(@Nullable Object value, List<@Nullable Object> arguments,
                Map<String, @Nullable Object> named);
    }

    private static final Map<String, Filter> FILTERS = Map.ofEntries(
            Map.entry("trim", (value, _, _) -> Whitespace.strip(Values.text(value))),
            Map.entry("upper", (value, _, _) -> Values.text(value).toUpperCase(Locale.ROOT)),
            Map.entry("lower", (value, _, _) -> Values.text(value).toLowerCase(Locale.ROOT)),
            Map.entry("capitalize", (value, _, _) -> capitalize(Values.text(value))),
            Map.entry("title", (value, _, _) -> title(Values.text(value))),
            Map.entry("string", (value, _, _) -> Values.text(value)),
            Map.entry("safe", (value, _, _) -> value),
            Map.entry("length", (value, _, _) -> Values.length(value)),
            Map.entry("count", (value, _, _) -> Values.length(value)),
            Map.entry("first", (value, _, _) -> Values.member(Values.items(value), 0L)),
            Map.entry("last", (value, _, _) -> Values.member(Values.items(value), -1L)),
            Map.entry("list", (value, _, _) -> new ArrayList<>(Values.items(value))),
            Map.entry("reverse", (value, _, _) -> reversed(value)),
            Map.entry("items", (value, _, _) -> Methods.call(_ -> value, "items", Arguments.NONE)
                    .evaluate(new Scope(Map.of()))),
            Map.entry("join", (value, arguments, _) -> Values.items(value).stream().map(Values::text)
                    .collect(Collectors.joining(arguments.isEmpty() ? "" : Values.text(arguments.getFirst())))),
            Map.entry("replace", (value, arguments, _) -> Values.text(value)
                    .replace(Values.string(arguments.get(0)), Values.string(arguments.get(1)))),
            Map.entry("default", Filters::otherwise), Map.entry("d", Filters::otherwise),
            Map.entry("selectattr", new ByAttribute(true)), Map.entry("rejectattr", new ByAttribute(false)),
            Map.entry("select", new ByTest(true)), Map.entry("reject", new ByTest(false)),
            Map.entry("map", Filters::map),
            Map.entry("tojson", (value, _, named) -> JsonText.write(value, named.get("indent"))));

    private Filters() {}

    static Filter named(String name) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw new TemplateException("The filter \"" + name + "\" is not known.");
        }
        return filter;
    }

    private static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inside = Character.isLetter(c) || c == '\'';
        }
        return title.toString();
    }

    private static Object reversed(@Nullable Object value) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<@Nullable Object> items = new ArrayList<>(Values.items(value));
        Collections.reverse(items);
        return items;
    }

    private static @Nullable Object otherwise(@Nullable Object value, List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named) {
        boolean alsoForFalse = Values.isTrue(arguments.size() > 1 ? arguments.get(1) : named.get("boolean"));
        boolean missing = value == Values.UNDEFINED || (alsoForFalse && !Values.isTrue(value));
        return !missing ? value : arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /** Keeps or drops the items whose attribute passes a test. */
    private record ByAttribute(boolean kept) implements Filter {

        @Override
        public @Nullable Object apply(@Nullable Object value, List<@Nullable Object> arguments,
                Map<String, @Nullable Object> named) {
            List<@Nullable Object> chosen = new ArrayList<>();
            for (Object item : Values.items(value)) {
                Object attribute = Values.member(item, arguments.getFirst());
                if (holds(attribute, arguments.subList(1, arguments.size())) == kept) {
                    chosen.add(item);
                }
            }
            return chosen;
        }
    }

    /** Keeps or drops the items that pass a test. */
    private record ByTest(boolean kept) implements Filter {

        @Override
        public @Nullable Object apply(@Nullable Object value, List<@Nullable Object> arguments,
                Map<String, @Nullable Object> named) {
            List<@Nullable Object> chosen = new ArrayList<>();
            for (Object item : Values.items(value)) {
                if (holds(item, arguments) == kept) {
                    chosen.add(item);
                }
            }
            return chosen;
        }
    }

    /** A test by name with its arguments; without a name, whether the value counts as true. */
    private static boolean holds(@Nullable Object value, List<@Nullable Object> test) {
        return test.isEmpty()
                ? Values.isTrue(value)
                : Tests.named(Values.string(test.getFirst())).holds(value, test.subList(1, test.size()));
    }

    private static @Nullable Object map(@Nullable Object value, List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named) {
        List<@Nullable Object> mapped = new ArrayList<>();
        for (Object item : Values.items(value)) {
            mapped.add(named.containsKey("attribute")
                    ? Values.member(item, named.get("attribute"))
                    : named(Values.string(arguments.getFirst())).apply(item,
                            arguments.subList(1, arguments.size()), Map.of()));
        }
        return mapped;
    }
}
