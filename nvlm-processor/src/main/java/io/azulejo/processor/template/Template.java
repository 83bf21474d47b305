package io.azulejo.processor.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A template, read once and rendered often. Thread-safe.
 *
 * <p>
 * Known beside what a rendering is given are {@code namespace}, {@code range}, {@code dict} and what transformers adds:
 * {@code raise_exception} and {@code strftime_now}.
 */
public final class Template {

    private final List<Statement> statements;
    private final Supplier<LocalDateTime> clock;

    private Template(List<Statement> statements, Supplier<LocalDateTime> clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * Reads a template.
     *
     * @param clock what {@code strftime_now} tells
     * @throws TemplateException if it is not well-formed or uses something unknown
     */
    public static Template parse(String source, Supplier<LocalDateTime> clock) {
        try {
            return new Template(TemplateParser.parse(source), clock);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new TemplateException("A number or an escape cannot be read: " + e.getMessage());
        }
    }

    /**
     * @param variables what the template may name: null, Boolean, Long, Double, String, and lists and maps of them
     * @throws TemplateException.Raised if the template raises an exception
     * @throws TemplateException if it cannot be rendered with these variables
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        Map<String, @Nullable Object> values = new HashMap<>(functions());
        values.putAll(variables);
        StringBuilder out = new StringBuilder();
        try {
            Statement.renderAll(statements, new Scope(values), out);
        } catch (IndexOutOfBoundsException | NoSuchElementException | ArithmeticException e) {
            throw new TemplateException("An argument is missing or a number is too large: " + e.getMessage());
        }
        return out.toString();
    }

    private Map<String, Values.Function> functions() {
        return Map.of("namespace", (_, named) -> new Statement.Namespace(named), "dict",
                (_, named) -> new HashMap<>(named), "range", (arguments, _) -> range(arguments), "raise_exception",
                (arguments, _) -> {
                    throw new TemplateException.Raised(Values.text(arguments.getFirst()));
                }, "strftime_now",
                (arguments, _) -> PythonDateFormat.format(Values.string(arguments.getFirst()), clock.get()));
    }

    private static List<@Nullable Object> range(List<@Nullable Object> arguments) {
        long start = arguments.size() > 1 ? Values.integer(arguments.get(0)) : 0;
        long end = Values.integer(arguments.get(arguments.size() > 1 ? 1 : 0));
        long step = arguments.size() > 2 ? Values.integer(arguments.get(2)) : 1;
        if (step == 0 || Math.abs((end - start) / step) > 100_000) {
            throw new TemplateException("A range from " + start + " to " + end + " by " + step + " is too long.");
        }
        List<@Nullable Object> numbers = new ArrayList<>();
        for (long number = start; step > 0 ? number < end : number > end; number += step) {
            numbers.add(number);
        }
        return numbers;
    }
}
