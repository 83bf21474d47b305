package io.azulejo.libtorch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(600)
class ParallelAnswersIT {

    private static final int REQUESTS = 200;

    @TempDir
    static Path directory;

    @Test
    void twoHundredRequestsAtOnceAreAnsweredAsEachIsAlone() {
        try (Backend backend = TinyBackend.open(TinyCheckpoint.write(directory), Map.of("dtype", "f32"))) {
            BackendModel model = backend.models().getFirst();
            List<Prompt> prompts = IntStream.range(0, REQUESTS).mapToObj(ParallelAnswersIT::prompt).toList();
            List<String> alone = prompts.stream().map(prompt -> text(model, prompt).block(Duration.ofMinutes(1)))
                    .toList();

            List<String> together = Flux.fromIterable(prompts)
                    .flatMapSequential(prompt -> text(model, prompt), REQUESTS).collectList()
                    .block(Duration.ofMinutes(5));

            assertThat(together).isEqualTo(alone);
            assertThat(alone.stream().distinct().count()).as("answers that tell requests apart")
                    .isGreaterThan(REQUESTS * 9 / 10);
        }
    }

    @Test
    void conversationsThatBeginAlikeAreAnsweredAsWhereNothingIsShared() {
        Path checkpoint = TinyCheckpoint.write(directory);
        List<Prompt> prompts = IntStream.range(0, 60).mapToObj(ParallelAnswersIT::turn).toList();
        List<String> unshared;
        Map<String, String> nothing = Map.of("dtype", "f32", "prefix-cache", "false", "feature-cache-bytes", "0");
        try (Backend backend = TinyBackend.open(checkpoint, nothing)) {
            BackendModel model = backend.models().getFirst();
            unshared = prompts.stream().map(prompt -> text(model, prompt).block(Duration.ofMinutes(1))).toList();
        }
        try (Backend backend = TinyBackend.open(checkpoint, Map.of("dtype", "f32", "step-tokens", "64"))) {
            BackendModel model = backend.models().getFirst();
            for (int round = 0; round < 2; round++) {
                assertThat(Flux.fromIterable(prompts).flatMapSequential(prompt -> text(model, prompt), prompts.size())
                        .collectList().block(Duration.ofMinutes(5))).as("round %d", round).isEqualTo(unshared);
            }
            TokenUsage usage = (TokenUsage) model.chatModel().call(prompts.getLast()).getMetadata().getUsage();
            assertThat(usage.cachedTokens()).isPositive().isLessThan(usage.promptTokens());
        }
    }

    /** One of ten conversations, about one of three pictures, after one to six turns. */
    private static Prompt turn(int number) {
        int conversation = number % 10;
        List<Message> messages = new ArrayList<>();
        messages.add(new SystemMessage("Answer in as few words as there are, and never lie about a picture."));
        messages.add(MessagePart.toMessage(List.of(new MessagePart.Picture(Media.builder()
                .mimeType(Media.Format.IMAGE_PNG).data(Noise.png(40, 20, conversation % 3)).build(), null),
                new MessagePart.Text("What is on picture " + conversation + "?"))));
        for (int turn = 0; turn < number / 10; turn++) {
            messages.add(new AssistantMessage("Something that is not there " + turn * conversation));
            messages.add(new UserMessage("And what is left of it, or right of it?"));
        }
        return new Prompt(messages, GenerationOptions.builder().maxTokens(20).temperature(0.0)
                .logitBias(Map.of(TinyCheckpoint.END, -100.0)).build());
    }

    /** Each has a marker of its own, in its text or its picture; half are sampled with a seed. */
    private static Prompt prompt(int number) {
        GenerationOptions options = GenerationOptions.builder().maxTokens(12).temperature(number % 2 * 0.9)
                .seed((long) number).logitBias(Map.of(TinyCheckpoint.END, -100.0)).build();
        UserMessage message = number % 4 > 0
                ? new UserMessage("Marker " + number * 7919)
                : MessagePart.toMessage(List.of(new MessagePart.Picture(Media.builder()
                        .mimeType(Media.Format.IMAGE_PNG).data(Noise.png(40, 20, number)).build(), null),
                        new MessagePart.Text("Which marker?")));
        return new Prompt(message, options);
    }

    private static Mono<String> text(BackendModel model, Prompt prompt) {
        return model.chatModel().stream(prompt)
                .map(response -> String.valueOf(response.getResults().getFirst().getOutput().getText()))
                .reduce("", String::concat);
    }
}
