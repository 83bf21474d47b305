package io.azulejo.triton;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.libtorch.EmbeddedBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** The same picture and the same question, greedy, through the embedded engine and through Triton: the same answer. */
class SameAnswersIT {

    private static final Path EVALUATION = Path.of("../demo-model/evaluation");
    private static final int QUESTIONS = 36;

    private static Backend embedded;

    @BeforeAll
    static void openEmbedded() {
        TritonServer.shared().awaitReady();
        embedded = new EmbeddedBackendProvider().create(new BackendSettings("near",
                new Settings("azulejo.backends.near", Map.of()),
                Map.of("demo", new Settings("azulejo.backends.near.models.demo",
                        Map.of("path", TritonServer.demoCheckpoint().toString(), "dtype", "f32"))),
                Path.of("target")), LoadingListener.none());
    }

    @AfterAll
    static void closeEmbedded() {
        embedded.close();
    }

    @Test
    void tokensThroughTheTokensInterfaceAreThoseOfTheEmbeddedEngine() throws IOException {
        try (TritonBackend far = open("tensorrt_llm", Map.of("vision", "vision_encoder_fp32"))) {
            int compared = 0;
            for (Question question : questions()) {
                Answer near = ask(embedded, question);
                Answer same = ask(far, question);

                assertThat(same).as("%s: %s", question.picture(), question.text()).isEqualTo(near);
                compared++;
            }
            assertThat(compared).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void tokensWhenPicturesAreEncodedInThisJvmThenAreThoseOfTheEmbeddedEngine() throws IOException {
        try (TritonBackend far = open("tensorrt_llm", Map.of("vision", "embedded", "vision-dtype", "f32"))) {
            for (Question question : questions().subList(0, 10)) {
                assertThat(ask(far, question)).as("%s: %s", question.picture(), question.text())
                        .isEqualTo(ask(embedded, question));
            }
        }
    }

    @Test
    void textsThroughTheTextInterfacesAreThoseOfTheEmbeddedEngine() throws IOException {
        Map<String, Map<String, String>> models = new LinkedHashMap<>();
        models.put("ensemble", Map.of());
        models.put("ensemble_accumulated", Map.of("accumulated-text", "true"));
        models.put("llmapi", Map.of());
        models.put("vllm_model", Map.of());
        for (var model : models.entrySet()) {
            try (TritonBackend far = open(model.getKey(), model.getValue())) {
                for (Question question : questions().subList(0, 6)) {
                    assertThat(ask(far, question).text()).as("%s, %s", model.getKey(), question.picture())
                            .isEqualTo(ask(embedded, question).text());
                }
            }
        }
    }

    private static TritonBackend open(String model, Map<String, String> settings) {
        return TritonBackends.open(TritonServer.shared().endpoint(), model, TritonServer.demoCheckpoint(), settings);
    }

    private record Question(String picture, String text) {}

    /** @param tokens the answer's tokens where the model tells them by their bytes */
    private record Answer(String text, List<List<Integer>> tokens, int completionTokens, String finishReason) {}

    /** As many of each kind of picture, so that none is left out. */
    private static List<Question> questions() throws IOException {
        List<JsonNode> all = Files.readAllLines(EVALUATION.resolve("questions.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line)).filter(node -> node.path("picture").isString())
                .toList();
        int step = Math.max(1, all.size() / QUESTIONS);
        return IntStream.range(0, Math.min(QUESTIONS, all.size())).mapToObj(i -> all.get(i * step))
                .map(node -> new Question(node.path("picture").asString(), node.path("question").asString())).toList();
    }

    private static Answer ask(Backend backend, Question question) throws IOException {
        BackendModel model = backend.models().getFirst();
        boolean logprobs = model.descriptor().capabilities().parameters().contains(GenerationParameter.LOGPROBS);
        byte[] picture = Files.readAllBytes(EVALUATION.resolve("pictures").resolve(question.picture()));
        Prompt prompt = new Prompt(MessagePart.toMessage(List.of(
                new MessagePart.Picture(
                        Media.builder().mimeType(Media.Format.IMAGE_PNG).data(picture).build(), null),
                new MessagePart.Text(question.text()))),
                GenerationOptions.builder().temperature(0.0).maxTokens(100).logprobs(logprobs ? true : null).build());
        ChatResponse response = model.chatModel().stream(prompt).collectList()
                .map(AnswerResponses::join).blockOptional().orElseThrow();
        var generation = response.getResults().getFirst();
        List<TokenLogprob> tokens = generation.getMetadata().getOrDefault(TokenLogprob.METADATA_KEY, List.of());
        return new Answer(String.valueOf(generation.getOutput().getText()),
                tokens.stream().map(TokenLogprob::bytes).toList(),
                ((TokenUsage) response.getMetadata().getUsage()).completionTokens(),
                String.valueOf(generation.getMetadata().getFinishReason()));
    }
}
