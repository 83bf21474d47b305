package io.azulejo.processor.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.azulejo.processor.PromptException;
import io.azulejo.processor.template.JsonText;

/**
 * The checkpoint's chat template. It is rendered with marks in place of what was said, so that control tokens are looked
 * for in the template's own text only; then each mark is replaced. White space at both ends of a content stays outside
 * its mark, since templates trim.
 */
final class TemplateForm implements PromptForm {

    /** Private-use characters around a number; a content never stands in what is searched for them. */
    private static final Pattern MARK = Pattern.compile("\uE0F0([0-9]+)\uE0F1");
    private static final Pattern MARK_CHARACTER = Pattern.compile("[\uE0F0\uE0F1]");

    private final ChatTemplate template;
    private final ControlTokens controlTokens;

    TemplateForm(ChatTemplate template, ControlTokens controlTokens) {
        this.template = template;
        this.controlTokens = controlTokens;
    }

    @Override
    public boolean hasTools() {
        return template.hasTools();
    }

    @Override
    public void write(Conversation conversation, PromptWriter writer) {
        Marks marks = new Marks();
        List<Map<String, @Nullable Object>> messages = new ArrayList<>();
        conversation.system()
                .ifPresent(system -> messages.add(message("system", marks.content(List.of(new Piece.Text(system))))));
        for (Conversation.Turn turn : conversation.turns()) {
            Map<String, @Nullable Object> message = message(turn.role().name().toLowerCase(Locale.ROOT),
                    marks.content(turn.content()));
            if (!turn.calls().isEmpty()) {
                message.put("tool_calls", turn.calls().stream().map(ToolValues::of).map(marks::texts).toList());
            }
            messages.add(message);
        }
        List<@Nullable Object> tools = conversation.tools().stream().<@Nullable Object>map(
                tool -> marks.texts(ToolValues.of(tool))).toList();
        marks.write(template.render(messages, tools.isEmpty() ? null : tools), writer);
    }

    private static Map<String, @Nullable Object> message(String role, String content) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", role);
        message.put("content", content);
        return message;
    }

    /** A piece of a mark in it would be a content that was cut, which must not pass for text. */
    private static String ownText(String text) {
        if (text.indexOf('\uE0F0') >= 0 || text.indexOf('\uE0F1') >= 0) {
            throw new PromptException("The model's chat template takes messages apart, which cannot be done safely;"
                    + " use the prompt format chat.");
        }
        return text;
    }

    /** What marks stand for. */
    private final class Marks {

        private final List<List<Piece>> marked = new ArrayList<>();
        /** Those that a template may write as often as it likes. */
        private final Set<Integer> repeatable = new HashSet<>();

        String content(List<Piece> content) {
            MarkedContent parts = MarkedContent.of(content);
            return parts.before() + (parts.inner().isEmpty() ? "" : mark(parts.inner())) + parts.after();
        }

        /** A text of a tool or a call is written as JSON; marks are needed only for what would be a control token. */
        @Nullable
        Object texts(@Nullable Object value) {
            return ToolValues.mapTexts(value, text -> {
                if (!controlTokens.isIn(text) && !MARK_CHARACTER.matcher(text).find()) {
                    return text;
                }
                String json = JsonText.write(text);
                repeatable.add(marked.size());
                return mark(List.of(new Piece.Text(json.substring(1, json.length() - 1))));
            });
        }

        private String mark(List<Piece> pieces) {
            marked.add(pieces);
            return "\uE0F0" + (marked.size() - 1) + "\uE0F1";
        }

        void write(String rendered, PromptWriter writer) {
            Matcher matcher = MARK.matcher(rendered);
            int end = 0;
            boolean[] written = new boolean[marked.size()];
            while (matcher.find()) {
                writer.format(ownText(rendered.substring(end, matcher.start())));
                int number = Integer.parseInt(matcher.group(1));
                if (written[number] && !repeatable.contains(number)) {
                    throw new PromptException("The model's chat template writes a message twice.");
                }
                written[number] = true;
                writer.content(marked.get(number));
                end = matcher.end();
            }
            writer.format(ownText(rendered.substring(end)));
        }
    }
}
