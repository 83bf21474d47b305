package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

/** Python's operators on the values of templates. */
final class Operators {

    private Operators() {}

    static boolean compare(String sign, @Nullable Object left, @Nullable Object right) {
        return switch (sign) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "in" -> Values.contains(right, left);
            case "not in" -> !Values.contains(right, left);
            case "<" -> order(left, right) < 0;
            case "<=" -> order(left, right) <= 0;
            case ">" -> order(left, right) > 0;
            case ">=" -> order(left, right) >= 0;
            default -> throw new IllegalArgumentException(sign);
        };
    }

    private static int order(@Nullable Object left, @Nullable Object right) {
        return left instanceof String text
                ? text.compareTo(Values.string(right))
                : Double.compare(Values.decimal(left), Values.decimal(right));
    }

    static BinaryOperator<@Nullable Object> arithmetic(String sign) {
        return switch (sign) {
            case "+" -> Operators::add;
            case "-" -> (left, right) -> whole(left, right)
                    ? (Object) Math.subtractExact(Values.integer(left), Values.integer(right))
                    : (Object) (Values.decimal(left) - Values.decimal(right));
            case "*" -> Operators::multiply;
            case "/" -> (left, right) -> Values.decimal(left) / Values.decimal(right);
            case "//" -> (left, right) -> Math.floorDiv(Values.integer(left), divisor(right));
            case "%" -> (left, right) -> Math.floorMod(Values.integer(left), divisor(right));
            default -> throw new IllegalArgumentException(sign);
        };
    }

    private static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String text) {
            return text + Values.string(right);
        }
        if (left instanceof List<?> && right instanceof List<?>) {
            List<@Nullable Object> joined = new ArrayList<>(Values.items(left));
            joined.addAll(Values.items(right));
            return joined;
        }
        return whole(left, right)
                ? (Object) Math.addExact(Values.integer(left), Values.integer(right))
                : (Object) (Values.decimal(left) + Values.decimal(right));
    }

    private static @Nullable Object multiply(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String text) {
            return text.repeat(Math.clamp(Values.integer(right), 0, 10_000));
        }
        return whole(left, right)
                ? (Object) Math.multiplyExact(Values.integer(left), Values.integer(right))
                : (Object) (Values.decimal(left) * Values.decimal(right));
    }

    private static boolean whole(@Nullable Object left, @Nullable Object right) {
        return !(left instanceof Double) && !(right instanceof Double);
    }

    private static long divisor(@Nullable Object value) {
        long divisor = Values.integer(value);
        if (divisor == 0) {
            throw new TemplateException("Division by zero.");
        }
        return divisor;
    }
}
