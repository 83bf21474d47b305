package io.azulejo.processor.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What expressions are made of, with Python's meaning: null (None), {@link #UNDEFINED}, Boolean, Long, Double, String,
 * List, Map with string keys, {@link Function}.
 */
final class Values {

    /** A name or key that is not there: false, empty, written as nothing, and of no other use. */
    enum Undefined {
        VALUE
    }

    static final Undefined UNDEFINED = Undefined.VALUE;

    /** Something that can be called. */
    interface Function {
        @Nullable
        Object call(List<@Nullable Object> arguments, Map<String, @Nullable Object> named);
    }

    private Values() {}

    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case Collection<?> items -> !items.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> value != UNDEFINED;
        };
    }

    /** Python's str(). */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case String text -> text;
            case Long number -> number.toString();
            case Double number -> number.toString();
            case BigInteger number -> number.toString();
            default -> {
                if (value == UNDEFINED) {
                    yield "";
                }
                throw new TemplateException("A " + kind(value) + " cannot be written as text.");
            }
        };
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Boolean _ -> "boolean";
            case Long _,Double _,BigInteger _ -> "number";
            case String _ -> "string";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "mapping";
            default -> value == UNDEFINED ? "undefined value" : "function";
        };
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number && right instanceof Number) {
            return decimal(left) == decimal(right);
        }
        return Objects.equals(left, right);
    }

    @SuppressWarnings("unchecked")
    static List<@Nullable Object> items(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> (List<@Nullable Object>) list;
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text -> new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
            case null, default -> {
                if (value == UNDEFINED) {
                    yield List.of();
                }
                throw new TemplateException("A " + kind(value) + " has no items.");
            }
        };
    }

    static boolean contains(@Nullable Object container, @Nullable Object value) {
        return switch (container) {
            case String text -> text.contains(text(value));
            case Map<?, ?> map -> map.containsKey(value);
            case null, default -> items(container).stream().anyMatch(item -> equal(item, value));
        };
    }

    static long length(@Nullable Object value) {
        return value instanceof String text ? text.codePointCount(0, text.length()) : items(value).size();
    }

    /** {@code value.key} and {@code value['key']}, which Jinja treats alike where there is no method of that name. */
    static @Nullable Object member(@Nullable Object value, @Nullable Object key) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(key) ? map.get(key) : UNDEFINED;
        }
        if (key instanceof Long index && (value instanceof List<?> || value instanceof String)) {
            List<@Nullable Object> items = items(value);
            long at = index < 0 ? index + items.size() : index;
            return at >= 0 && at < items.size() ? items.get((int) at) : UNDEFINED;
        }
        if (value == UNDEFINED) {
            throw new TemplateException("\"" + text(key) + "\" is asked of something that is not defined.");
        }
        return UNDEFINED;
    }

    static @Nullable Object slice(@Nullable Object value, @Nullable Object from, @Nullable Object to,
            @Nullable Object step) {
        List<@Nullable Object> items = items(value);
        long by = step == null ? 1 : integer(step);
        if (by == 0) {
            throw new TemplateException("A slice has the step 0.");
        }
        long size = items.size();
        long start = bound(from, by > 0 ? 0 : size - 1, by > 0 ? 0 : -1, by > 0 ? size : size - 1, size);
        long end = bound(to, by > 0 ? size : -1, by > 0 ? 0 : -1, by > 0 ? size : size - 1, size);
        List<@Nullable Object> taken = new ArrayList<>();
        for (long i = start; by > 0 ? i < end : i > end; i += by) {
            taken.add(items.get((int) i));
        }
        if (value instanceof String) {
            StringBuilder text = new StringBuilder();
            taken.forEach(text::append);
            return text.toString();
        }
        return taken;
    }

    private static long bound(@Nullable Object bound, long otherwise, long least, long most, long size) {
        if (bound == null) {
            return otherwise;
        }
        long index = integer(bound);
        return Math.clamp(index < 0 ? index + size : index, least, Math.max(least, most));
    }

    static long integer(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case null, default -> throw new TemplateException("A whole number is needed, not a " + kind(value) + ".");
        };
    }

    static double decimal(@Nullable Object value) {
        return value instanceof Double number ? number : integer(value);
    }

    static String string(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new TemplateException("A string is needed, not a " + kind(value) + ".");
    }
}
