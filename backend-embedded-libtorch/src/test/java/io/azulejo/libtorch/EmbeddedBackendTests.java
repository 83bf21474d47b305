package io.azulejo.libtorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.AnswerRun;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(300)
class EmbeddedBackendTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;
    private static Path checkpoint;

    @BeforeAll
    static void writeCheckpoint() {
        checkpoint = TinyCheckpoint.write(directory.resolve("tiny"));
    }

    @Test
    void providerIsFoundAsAService() {
        assertThat(ServiceLoader.load(BackendProvider.class)).extracting(BackendProvider::type)
                .contains("embedded-libtorch");
    }

    @Test
    void descriptorTellsWhatTheModelIsAndWhereItsWeightsAre() {
        try (Backend backend = open(Map.of("dtype", "f32", "max-tiles", "4", "context-length", "512"))) {
            ModelDescriptor model = model(backend).descriptor();

            assertThat(model.family()).isEqualTo("NVLM-D");
            assertThat(model.contextLength()).isEqualTo(512);
            assertThat(model.capabilities().pictures()).isTrue();
            assertThat(model.capabilities().maxTiles()).isEqualTo(4);
            assertThat(model.details()).containsEntry("dtype", "float32").containsKey("device-plan");
            assertThat(model.details().get("devices")).asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsOnlyKeys("cpu");
            assertThat(TinyBackend.figure(backend, "free-blocks")).isPositive()
                    .isEqualTo(TinyBackend.figure(backend, "total-blocks"));
            assertThat((Long) backend.health().details().get("resident-bytes")).isPositive();
        }
    }

    @Test
    void loadingIsToldToTheListener() {
        List<Long> loaded = new ArrayList<>();
        try (Backend backend = new EmbeddedBackendProvider().create(new BackendSettings("local",
                new Settings("azulejo.backends.local", Map.of()),
                Map.of("tiny", new Settings("azulejo.backends.local.models.tiny",
                        Map.of("path", checkpoint.toString()))),
                directory), (model, bytes, total) -> {
                    assertThat(model).isEqualTo("tiny");
                    assertThat(bytes).isLessThanOrEqualTo(total);
                    loaded.add(bytes);
                })) {
            assertThat(backend.name()).isEqualTo("local");
        }
        assertThat(loaded).isNotEmpty().isSorted();
    }

    @Test
    void settingWhenItCannotBeUsedThenIsNamed() throws IOException {
        assertRefused("azulejo.backends.local.models.tiny.max-tile", Map.of("max-tile", "3"));
        assertRefused("azulejo.backends.local.models.tiny.max-tiles", Map.of("max-tiles", "13"));
        assertRefused("azulejo.backends.local.models.tiny.dtype", Map.of("dtype", "int3"));
        assertRefused("azulejo.backends.local.models.tiny.weights", Map.of("weights", "int3"));
        assertRefused("azulejo.backends.local.models.tiny.vision-weights", Map.of("vision-weights", "f32"));
        assertRefused("azulejo.backends.local.models.tiny.device-map", Map.of("device-map", "tpu:0"));
        assertRefused("azulejo.backends.local.models.tiny.kv-cache-bytes", Map.of("kv-cache-bytes", "100"));
        assertRefused("azulejo.backends.local.models.tiny.context-length", Map.of("context-length", "5000"));
        assertRefused("azulejo.backends.local.models.tiny.context-length",
                Map.of("context-length", "1000", "kv-cache-bytes", "64KB"));
        assertRefused("azulejo.backends.local.models.tiny.prompt-format", Map.of("prompt-format", "poem"));
        assertRefused("azulejo.backends.local.models.tiny.path", Map.of("path", "/nowhere/at/all"));
        assertRefused("azulejo.backends.local.models.tiny.path",
                Map.of("path", Files.createDirectories(directory.resolve("empty")).toString()));
        Path cut = TinyCheckpoint.write(directory.resolve("cut"));
        byte[] weights = Files.readAllBytes(cut.resolve("model.safetensors"));
        Files.write(cut.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length - 100));
        assertThat(assertRefused("azulejo.backends.local.models.tiny.path", Map.of("path", cut.toString())))
                .hasMessageContaining("model.safetensors");
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> TinyBackend.open(Map.of()))
                .satisfies(e -> assertThat(e.property()).isEqualTo("azulejo.backends.local.models"));
    }

    @Test
    void backendWhenOneModelCannotBeLoadedThenFreesTheOthers() {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> TinyBackend.open(
                Map.of("a", Map.of("path", checkpoint.toString()), "b", Map.of("path", "/nowhere/at/all"))));
        // The engine of the first model owns a thread; none is left.
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("local-a"));
    }

    @Test
    void contextWhenAnswerReachesItThenEndsWithLength() {
        try (Backend backend = open(Map.of("dtype", "f32", "context-length", "160"))) {
            ChatResponse last = last(model(backend), new Prompt(new UserMessage("Tell me a story."), endless()));

            TokenUsage usage = (TokenUsage) last.getMetadata().getUsage();
            assertThat(usage.promptTokens() + usage.completionTokens()).isEqualTo(160);
            assertThat(last.getResults().getFirst().getMetadata().getFinishReason())
                    .isEqualTo(FinishReason.LENGTH.wireName());
        }
    }

    @Test
    void pictureWhenItsBodyIsCutOffThenTheAnswerFailsAndNamesIt() {
        byte[] whole = Noise.jpeg(64, 48, 1);
        try (Backend backend = open(Map.of("dtype", "f32"))) {
            Prompt prompt = new Prompt(picture(Arrays.copyOf(whole, whole.length / 3)), endless());

            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> last(model(backend), prompt))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(InvalidRequestException.INVALID_IMAGE))
                    .withMessageContaining("Picture 1");
            assertThat(TinyBackend.figure(backend, "free-blocks"))
                    .isEqualTo(TinyBackend.figure(backend, "total-blocks"));
        }
    }

    @Test
    void answerWhenPictureIsAnotherThenIsAnother() {
        try (Backend backend = open(Map.of("dtype", "f32"))) {
            GenerationOptions options = endless().mutate().maxTokens(12).build();

            assertThat(text(model(backend), new Prompt(picture(Noise.jpeg(64, 48, 1)), options)))
                    .isEqualTo(text(model(backend), new Prompt(picture(Noise.jpeg(64, 48, 1)), options)))
                    .isNotEqualTo(text(model(backend), new Prompt(picture(Noise.png(64, 48, 2)), options)));
        }
    }

    @Test
    void answerWhenMadeThenTellsWhatItIsMadeByAndCanBeMadeAgain() {
        try (Backend backend = open(Map.of("dtype", "f32"))) {
            GenerationOptions options = endless().mutate().temperature(1.0).maxTokens(8).build();
            List<ChatResponse> answer = responses(backend, options);
            AnswerRun run = Objects.requireNonNull(answer.getFirst().getResults().getFirst().getMetadata()
                    .<AnswerRun>get(AnswerRun.METADATA_KEY));

            assertThat(run.checkpoint()).matches("sha256:[0-9a-f]{64}");
            assertThat(run.tokenizer()).matches("sha256:[0-9a-f]{64}");
            assertThat(run.prompt()).matches("sha256:[0-9a-f]{64}");
            assertThat(run.processor())
                    .isEqualTo("nvlm-processor/1 prompt-format=chat interleave=false apply-orientation=true");
            assertThat(run.parameters()).containsEntry("max_tokens", 8).containsEntry("temperature", 1.0)
                    .containsKey("top_p");
            List<ChatResponse> again = responses(backend, options.mutate().seed(run.seed()).build());
            assertThat(tokens(answer)).hasSize(8).isEqualTo(tokens(again));
        }
    }

    private static List<ChatResponse> responses(Backend backend, GenerationOptions options) {
        return model(backend).chatModel().stream(new Prompt(new UserMessage("Hello"), options)).collectList()
                .blockOptional(PATIENCE).orElseThrow();
    }

    private static List<Integer> tokens(List<ChatResponse> answer) {
        return answer.stream().flatMapToInt(response -> Arrays.stream(response.getResults().getFirst().getMetadata()
                .getOrDefault(AnswerRun.TOKENS_KEY, new int[0]))).boxed().toList();
    }

    @Test
    void requestsWhenQueueIsFullThenAreRefused() {
        try (Backend backend = open(Map.of("dtype", "f32", "max-sequences", "1", "max-queued", "1"))) {
            Prompt prompt = new Prompt(new UserMessage("Hello"), endless());
            var first = model(backend).chatModel().stream(prompt).onErrorComplete().subscribe();
            var second = model(backend).chatModel().stream(prompt).onErrorComplete().subscribe();
            while (TinyBackend.figure(backend, "running") + TinyBackend.figure(backend, "queued") < 2) {
                Thread.onSpinWait();
            }
            assertThatExceptionOfType(OverCapacityException.class).isThrownBy(() -> last(model(backend), prompt))
                    .satisfies(e -> assertThat(e.retryAfter()).isPositive());
            first.dispose();
            second.dispose();
        }
    }

    @Test
    void answersWhenBlocksAreTooFewForAllThenAreWhatEachIsAlone() {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            prompts.add(new Prompt(new UserMessage("Number " + i * 31), endless().mutate().maxTokens(60).build()));
        }
        // 512 tokens of cache for 12 answers of about 200 tokens each.
        try (Backend backend = open(Map.of("dtype", "f32", "kv-cache-bytes", "262144"))) {
            List<String> alone = prompts.stream().map(prompt -> text(model(backend), prompt)).toList();

            List<String> together = reactor.core.publisher.Flux.fromIterable(prompts)
                    .flatMapSequential(prompt -> model(backend).chatModel().stream(prompt)
                            .map(EmbeddedBackendTests::text)
                            .reduce("", String::concat), prompts.size())
                    .collectList().block(PATIENCE);

            assertThat(together).isEqualTo(alone);
            assertThat(TinyBackend.figure(backend, "preemptions")).isPositive();
        }
    }

    private static InvalidSettingException assertRefused(String property, Map<String, String> settings) {
        var thrown = assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> {
            Map<String, String> all = new java.util.HashMap<>(Map.of("path", checkpoint.toString()));
            all.putAll(settings);
            TinyBackend.open(Map.of(TinyBackend.MODEL, all)).close();
        }).satisfies(e -> assertThat(e.property()).isEqualTo(property));
        return thrown.actual();
    }

    private static Backend open(Map<String, String> settings) {
        return TinyBackend.open(checkpoint, settings);
    }

    private static BackendModel model(Backend backend) {
        return backend.models().getFirst();
    }

    private static GenerationOptions endless() {
        return GenerationOptions.builder().logitBias(Map.of(TinyCheckpoint.END, -100.0)).build();
    }

    private static ChatResponse last(BackendModel model, Prompt prompt) {
        return Objects.requireNonNull(model.chatModel().stream(prompt).blockLast(PATIENCE));
    }

    private static String text(BackendModel model, Prompt prompt) {
        return text(model.chatModel().call(prompt));
    }

    private static String text(ChatResponse response) {
        return String.valueOf(response.getResults().getFirst().getOutput().getText());
    }

    private static UserMessage picture(byte[] data) {
        return MessagePart.toMessage(List.of(
                new MessagePart.Picture(Media.builder().mimeType(Media.Format.IMAGE_PNG).data(data).build(), null),
                new MessagePart.Text("What is it?")));
    }
}
