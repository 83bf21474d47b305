package io.azulejo.processor.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON, and writes values as Python's {@code json.dumps(value, ensure_ascii=False)} does, which is transformers' {@code tojson}. */
public final class JsonText {

    private static final JsonMapper READER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final StringBuilder json = new StringBuilder();
    private final int indent;

    private JsonText(int indent) {
        this.indent = indent;
    }

    /** @param value as templates have them: null, Boolean, Long, BigInteger, Double, String, and lists and maps of them */
    public static String write(@Nullable Object value) {
        return write(value, null);
    }

    /**
     * Reads JSON as values of that kind, members in their order.
     *
     * @throws TemplateException where it is none
     */
    public static @Nullable Object read(String json) {
        try {
            return value(READER.readTree(json));
        } catch (JacksonException e) {
            throw new TemplateException(e.getOriginalMessage());
        }
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.forEachEntry((name, item) -> map.put(name, value(item)));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.values().forEach(item -> list.add(value(item)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
        }
        return switch (node.getNodeType()) {
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NULL -> null;
            default -> throw new TemplateException("There is no value.");
        };
    }

    static String write(@Nullable Object value, @Nullable Object indent) {
        JsonText text = new JsonText(indent == null ? -1 : (int) Values.integer(indent));
        text.value(value, 0);
        return text.json.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> json.append("null");
            case String text -> string(text);
            case Boolean _,Long _,BigInteger _ -> json.append(value);
            case Double number -> json.append(number(number));
            case List<?> list -> {
                json.append('[');
                for (int i = 0; i < list.size(); i++) {
                    separate(i > 0, depth + 1);
                    value(list.get(i), depth + 1);
                }
                close(']', list.isEmpty(), depth);
            }
            case Map<?, ?> map -> {
                json.append('{');
                boolean further = false;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    separate(further, depth + 1);
                    string(Values.text(entry.getKey()));
                    json.append(": ");
                    value(entry.getValue(), depth + 1);
                    further = true;
                }
                close('}', map.isEmpty(), depth);
            }
            default -> throw new TemplateException("A " + Values.kind(value) + " cannot be written as JSON.");
        }
    }

    /** As Python writes it: with an exponent below 0.0001 and from 1e16. */
    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        double size = Math.abs(value);
        if (size == 0 || (size >= 1e-4 && size < 1e16)) {
            String plain = exact.stripTrailingZeros().toPlainString();
            return (value == 0 && 1 / value < 0 ? "-" : "") + (plain.contains(".") ? plain : plain + ".0");
        }
        BigDecimal digits = exact.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                + String.format(Locale.ROOT, exponent < 0 ? "e-%02d" : "e+%02d", Math.abs(exponent));
    }

    private void separate(boolean further, int depth) {
        json.append(!further ? "" : indent < 0 ? ", " : ",");
        newLine(depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        json.append(bracket);
    }

    private void newLine(int depth) {
        if (indent >= 0) {
            json.append('\n').repeat(" ", indent * depth);
        }
    }

    private void string(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        json.append('"');
    }
}
