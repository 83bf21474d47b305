package io.azulejo.processor.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.azulejo.processor.PromptException;

/**
 * The checkpoint's chat template. It is rendered with marks in place of what was said, so that control tokens are looked
 * for in the template's own text only; then each mark is replaced. White space at both ends of a content stays outside
 * its mark, since templates trim.
 */
final class TemplateForm implements PromptForm {

    /** Private-use characters around a number; a content never stands in what is searched for them. */
    private static final Pattern MARK = Pattern.compile("\uE0F0([0-9]+)\uE0F1");

    private final ChatTemplate template;

    TemplateForm(ChatTemplate template) {
        this.template = template;
    }

    @Override
    public void write(Conversation conversation, PromptWriter writer) {
        List<Map<String, String>> messages = new ArrayList<>();
        List<MarkedContent> contents = new ArrayList<>();
        conversation.system()
                .ifPresent(system -> add("system", List.of(new Piece.Text(system)), messages, contents));
        for (Conversation.Turn turn : conversation.turns()) {
            add(turn.user() ? "user" : "assistant", turn.content(), messages, contents);
        }
        String rendered = template.render(messages);
        Matcher matcher = MARK.matcher(rendered);
        int end = 0;
        boolean[] written = new boolean[contents.size()];
        while (matcher.find()) {
            writer.format(ownText(rendered.substring(end, matcher.start())));
            int number = Integer.parseInt(matcher.group(1));
            if (written[number]) {
                throw new PromptException("The model's chat template writes a message twice.");
            }
            written[number] = true;
            writer.content(contents.get(number).inner());
            end = matcher.end();
        }
        writer.format(ownText(rendered.substring(end)));
    }

    /** A piece of a mark in it would be a content that was cut, which must not pass for text. */
    private static String ownText(String text) {
        if (text.indexOf('\uE0F0') >= 0 || text.indexOf('\uE0F1') >= 0) {
            throw new PromptException("The model's chat template takes messages apart, which cannot be done safely;"
                    + " use the prompt format chat.");
        }
        return text;
    }

    private static void add(String role, List<Piece> content, List<Map<String, String>> messages,
            List<MarkedContent> contents) {
        MarkedContent marked = MarkedContent.of(content);
        String mark = marked.inner().isEmpty() ? "" : "\uE0F0" + contents.size() + "\uE0F1";
        messages.add(Map.of("role", role, "content", marked.before() + mark + marked.after()));
        contents.add(marked);
    }
}
