package io.azulejo.processor.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Writes values as Python's {@code json.dumps(value, ensure_ascii=False)} does, which is transformers' {@code tojson}. */
final class JsonText {

    private final StringBuilder json = new StringBuilder();
    private final int indent;

    private JsonText(int indent) {
        this.indent = indent;
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
            case Boolean _,Long _,Double _ -> json.append(value);
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
