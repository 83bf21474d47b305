package io.azulejo.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.MessagePart;

/**
 * One question of the held-out set in demo-model/evaluation, whose README.md says what the keys mean and when an answer
 * is right.
 *
 * @param picture the picture's file, or null
 * @param history turns before it, question and answer in turn
 * @param all phrases that the answer must contain
 * @param none phrases that it must not contain
 */
record EvaluationQuestion(String id, @Nullable Path picture, String category, String topic, List<String> history,
        String question, List<String> all, List<String> none) {

    static List<EvaluationQuestion> read(Path directory) {
        try (var lines = Files.lines(directory.resolve("questions.jsonl"))) {
            return lines.filter(line -> !line.isBlank())
                    .map(line -> parse(JsonMapper.shared().readTree(line), directory.resolve("pictures"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EvaluationQuestion parse(JsonNode node, Path pictures) {
        List<String> history = new ArrayList<>();
        node.path("history").forEach(turn -> turn.forEach(text -> history.add(text.stringValue())));
        JsonNode picture = node.path("picture");
        return new EvaluationQuestion(node.path("id").stringValue(),
                picture.isString() ? pictures.resolve(picture.stringValue()) : null,
                node.path("category").stringValue(), node.path("topic").stringValue(), List.copyOf(history),
                node.path("question").stringValue(), strings(node.path("all")), strings(node.path("none")));
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.stringValue()));
        return List.copyOf(strings);
    }

    /** The conversation; the picture belongs to the first user message. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        List<String> turns = new ArrayList<>(history);
        turns.add(question);
        for (int i = 0; i < turns.size(); i++) {
            String text = turns.get(i);
            if (i % 2 == 1) {
                messages.add(new AssistantMessage(text));
            } else {
                messages.add(i == 0 && picture != null ? withPicture(picture, text) : new UserMessage(text));
            }
        }
        return messages;
    }

    private static UserMessage withPicture(Path picture, String text) {
        try {
            Media media = Media.builder().mimeType(Media.Format.IMAGE_PNG).data(Files.readAllBytes(picture)).build();
            return MessagePart.toMessage(
                    List.of(new MessagePart.Picture(media, null), new MessagePart.Text(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRight(String answer) {
        return all.stream().allMatch(phrase -> contains(answer, phrase))
                && none.stream().noneMatch(phrase -> contains(answer, phrase));
    }

    private boolean contains(String answer, String phrase) {
        boolean exact = category.equals("text");
        String in = exact ? answer : answer.toLowerCase(Locale.ROOT);
        String wanted = exact ? phrase : phrase.toLowerCase(Locale.ROOT);
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(wanted) + "(?![A-Za-z0-9])").matcher(in).find();
    }
}
