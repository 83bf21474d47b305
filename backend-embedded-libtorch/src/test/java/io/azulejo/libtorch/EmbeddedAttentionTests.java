package io.azulejo.libtorch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.AttentionMapping;
import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.AttentionMap;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

@Timeout(300)
class EmbeddedAttentionTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ANSWER = "A cat, perhaps.";

    @TempDir
    static Path directory;
    private static Backend backend;
    private static BackendModel model;

    @BeforeAll
    static void open() {
        backend = TinyBackend.open(TinyCheckpoint.write(directory.resolve("tiny")), Map.of("dtype", "f32"));
        model = backend.models().getFirst();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void attentionHasMapsOfEachTokenOverEachPicture() {
        AnswerAttention attention = attention(prompt(Noise.png(48, 16, 1), Noise.png(20, 20, 2)));

        assertThat(String.join("", attention.tokens())).isEqualTo(ANSWER);
        assertThat(attention.pictures()).hasSize(2);
        AnswerAttention.Picture wide = attention.pictures().getFirst();
        assertThat(wide.columns()).isEqualTo(3);
        assertThat(wide.rows()).isEqualTo(1);
        assertThat(wide.thumbnail()).isTrue();
        assertThat(attention.pictures()).allSatisfy(picture -> {
            assertThat(picture.tokens()).hasSize(ANSWER.length());
            assertThat(picture.tokens()).allSatisfy(maps -> {
                assertThat(maps.tiles())
                        .hasSize(picture.columns() * picture.rows() + (picture.thumbnail() ? 1 : 0))
                        .allSatisfy(tile -> assertThat(tile.columns()).isEqualTo(2));
                assertThat(maps.whole().columns()).isEqualTo(2 * picture.columns());
                assertThat(maps.whole().total()).isBetween(1e-6, 1.0).isCloseTo(
                        maps.tiles().stream().mapToDouble(AttentionMap::total).sum(), within(1e-5));
            });
        });
        assertThat(wide.tokens()).extracting(maps -> maps.whole().values()).doesNotHaveDuplicates();
    }

    @Test
    void attentionWhenAskedAgainThenIsTheSameThoughTheCacheKnowsThePrompt() {
        Prompt prompt = prompt(Noise.png(48, 32, 3));

        float[] first = attention(prompt).pictures().getFirst().mean(0, ANSWER.length()).values();
        float[] again = attention(prompt).pictures().getFirst().mean(0, ANSWER.length()).values();

        assertThat(again).containsExactly(first, within(1e-6f));
    }

    @Test
    void answersBesideALookAreWhatTheyAreAlone() {
        GenerationOptions options = GenerationOptions.builder().maxTokens(60)
                .logitBias(Map.of(TinyCheckpoint.END, -100.0)).build();
        List<Prompt> prompts = List.of(new Prompt(new UserMessage("One"), options),
                new Prompt(new UserMessage("Two"), options));
        List<String> alone = prompts.stream().map(prompt -> text(prompt).block(PATIENCE)).toList();

        List<String> beside = Mono.zip(
                Flux.fromIterable(prompts).flatMapSequential(EmbeddedAttentionTests::text).collectList(),
                mapping().attention(prompt(Noise.png(64, 48, 4)), ANSWER)).map(both -> both.getT1()).block(PATIENCE);

        assertThat(beside).isEqualTo(alone);
    }

    @Test
    void attentionWhenNothingIsToBeSeenThenRefused() {
        assertRefused(new Prompt(new UserMessage("Hello")), ANSWER, "no picture");
        assertRefused(prompt(Noise.png(20, 20, 2)), "", "without text");
        assertRefused(prompt(Noise.png(20, 20, 2)), "a".repeat(2000), "context");
        assertThat(TinyBackend.figure(backend, "running")).isZero();
    }

    private static void assertRefused(Prompt prompt, String answer, String problem) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> mapping().attention(prompt, answer).block(PATIENCE)).withMessageContaining(problem);
    }

    private static AnswerAttention attention(Prompt prompt) {
        return Objects.requireNonNull(mapping().attention(prompt, ANSWER).block(PATIENCE));
    }

    private static AttentionMapping mapping() {
        return (AttentionMapping) model;
    }

    private static Mono<String> text(Prompt prompt) {
        return model.chatModel().stream(prompt)
                .map(response -> String.valueOf(response.getResults().getFirst().getOutput().getText()))
                .reduce("", String::concat);
    }

    private static Prompt prompt(byte[]... pictures) {
        List<Media> media = List.of(pictures).stream()
                .map(data -> Media.builder().mimeType(Media.Format.IMAGE_PNG).data(data).build()).toList();
        return new Prompt(UserMessage.builder().text("What is it?").media(media).build(),
                GenerationOptions.builder().maxTiles(3).build());
    }
}
