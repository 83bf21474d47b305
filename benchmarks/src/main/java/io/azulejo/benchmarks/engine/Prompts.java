package io.azulejo.benchmarks.engine;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;

/**
 * Prompts of random words. Each begins with a system message of its own, so that nothing that the engine kept of an
 * earlier prompt can be used.
 */
final class Prompts {

    private final BackendModel model;
    private final Random random;

    Prompts(BackendModel model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    static GenerationOptions greedy(int maxTokens) {
        return GenerationOptions.builder().maxTokens(maxTokens).temperature(0.0).build();
    }

    /** A text of exactly so many tokens, everything that the chat format adds included. */
    Prompt ofTokens(int tokens, int maxTokens) {
        SystemMessage system = new SystemMessage(words(4));
        String words = words(tokens);
        int low = 0;
        int high = tokens;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (count(system, prefix(words, middle)) <= tokens) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // A letter with a space in front is one token.
        String text = prefix(words, low);
        text += " x".repeat(tokens - count(system, text));
        if (count(system, text) != tokens) {
            throw new IllegalStateException("No text of " + tokens + " tokens was found");
        }
        return new Prompt(List.of(system, new UserMessage(text)), greedy(maxTokens));
    }

    private int count(SystemMessage system, String text) {
        return model.measure(new Prompt(List.of(system, new UserMessage(text)))).textTokens();
    }

    private static String prefix(String words, int count) {
        return words.lines().limit(count).collect(Collectors.joining(" "));
    }

    private String words(int count) {
        return IntStream.range(0, count).mapToObj(_ -> word()).collect(Collectors.joining("\n"));
    }

    String sentence(int words) {
        return words(words).replace('\n', ' ');
    }

    private String word() {
        return random.ints(2 + random.nextInt(5), 'a', 'z' + 1).mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    SystemMessage system() {
        return new SystemMessage(sentence(4));
    }

    static Message pictureAndText(byte[] png, String text) {
        Media media = Media.builder().mimeType(Media.Format.IMAGE_PNG).data(png).build();
        return MessagePart.toMessage(List.of(new MessagePart.Picture(media, null), new MessagePart.Text(text)));
    }

    long nextSeed() {
        return random.nextLong();
    }
}
