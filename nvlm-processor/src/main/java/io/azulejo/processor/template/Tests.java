package io.azulejo.processor.template;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** What may stand after {@code is}. */
final class Tests {

    interface Test {

        boolean holds(@Nullable Object value, List<@Nullable Object> arguments);

        /** Whether the test takes an argument, which may then stand without brackets. */
        default boolean hasArgument() {
            return false;
        }
    }

    private interface TestWithArgument extends Test {

        @Override
        default boolean hasArgument() {
            return true;
        }
    }

    private static final TestWithArgument EQUAL = (value, arguments) -> Values.equal(value, arguments.getFirst());

    private static final Map<String, Test> TESTS = Map.ofEntries(test("defined", value -> value != Values.UNDEFINED),
            test("undefined", value -> value == Values.UNDEFINED), test("none", value -> value == null),
            test("string", String.class::isInstance), test("mapping", Map.class::isInstance),
            test("sequence",
                    value -> value instanceof List<?> || value instanceof String || value instanceof Map<?, ?>),
            test("iterable",
                    value -> value instanceof List<?> || value instanceof String || value instanceof Map<?, ?>),
            test("number", value -> value instanceof Number || value instanceof Boolean),
            test("integer", Long.class::isInstance), test("float", Double.class::isInstance),
            test("boolean", Boolean.class::isInstance), test("true", value -> Boolean.TRUE.equals(value)),
            test("false", value -> Boolean.FALSE.equals(value)),
            test("odd", value -> Values.integer(value) % 2 != 0), test("even", value -> Values.integer(value) % 2 == 0),
            test("callable", Values.Function.class::isInstance), Map.entry("equalto", EQUAL), Map.entry("eq", EQUAL),
            Map.entry("==", EQUAL),
            Map.entry("ne", (TestWithArgument) (value, arguments) -> !Values.equal(value, arguments.getFirst())),
            Map.entry("in", (TestWithArgument) (value, arguments) -> Values.contains(arguments.getFirst(), value)),
            Map.entry("divisibleby", (TestWithArgument) (value, arguments) -> Values.integer(value)
                    % Values.integer(arguments.getFirst()) == 0));

    private Tests() {}

    private static Map.Entry<String, Test> test(String name, Predicate<@Nullable Object> predicate) {
        return Map.entry(name, (value, _) -> predicate.test(value));
    }

    static Test named(String name) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw new TemplateException("The test \"" + name + "\" is not known.");
        }
        return test;
    }
}
