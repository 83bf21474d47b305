package io.azulejo.server.openai.chat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers as clients receive them, in {@code openai/frames}: a line of JSON for each chunk. */
class AnswerTranslatorTests {

    private final AnswerTranslator translator = new AnswerTranslator("chatcmpl-1", 1700000000, "eyes");

    @Test
    void chunksWhenPlainThenRolePiecesAndFinishReason() throws IOException {
        assertThat(chunks(responses(ScriptedAnswer.of("Hello", " 🦋"), false), false)).isEqualTo(expected("plain"));
    }

    @Test
    void chunksWhenUsageAskedThenAllHaveTheFieldAndTheLastTheValue() throws IOException {
        assertThat(chunks(responses(ScriptedAnswer.of("Hi").cached(2).finishing(FinishReason.LENGTH), false), true))
                .isEqualTo(expected("usage"));
    }

    @Test
    void chunksWhenLogprobsAskedThenEachPieceHasThoseOfItsTokens() throws IOException {
        assertThat(chunks(responses(ScriptedAnswer.of("a", "b"), true), false)).isEqualTo(expected("logprobs"));
    }

    @Test
    void chunksWhenAnswerIsEmptyThenOnlyRoleAndFinishReason() throws IOException {
        assertThat(chunks(responses(ScriptedAnswer.of(), false), false)).isEqualTo(expected("empty"));
    }

    @Test
    void chunksWhenToolsAreCalledThenNameAndThenArguments() throws IOException {
        assertThat(chunks(responses(calling(), false), false).replaceAll("call_[-0-9a-f]+", "ID"))
                .isEqualTo(expected("calls"));
    }

    @Test
    void chunksWhenABackendTellsWholeCallsThenEachIsOneChunk() throws IOException {
        AssistantMessage message = AssistantMessage.builder().content("")
                .toolCalls(List.of(new ToolCall("a", "function", "clock", "{}"),
                        new ToolCall("b", "function", "clock", "{\"zone\":1}")))
                .build();
        ChatResponse response = new ChatResponse(List.of(new Generation(message,
                ChatGenerationMetadata.builder().finishReason("tool_calls").build())));

        assertThat(chunks(List.of(response), false)).isEqualTo(expected("whole-calls"));
    }

    @Test
    void completionWhenToolsAreCalledThenHasThemAndNoText() throws IOException {
        assertThat(
                (json(translator.completion(List.of(responses(calling(), false)))) + "\n").replaceAll("call_[-0-9a-f]+",
                        "ID"))
                .isEqualTo(expected("calls-completion"));
    }

    @Test
    void chunksWhenThereAreSeveralAnswersThenEachHasItsIndexAndTheUsageCountsThePromptOnce() {
        List<Flux<ChatResponse>> answers = List.of(Flux.fromIterable(responses(ScriptedAnswer.of("a"), false)),
                Flux.fromIterable(responses(ScriptedAnswer.of("b", "c"), false)));

        List<ChatCompletionChunk> chunks = translator.chunks(answers, true).collectList().blockOptional().orElseThrow();

        for (int index = 0; index < 2; index++) {
            int choice = index;
            List<ChatCompletionChunk.Choice> choices = chunks.stream().flatMap(chunk -> chunk.choices().stream())
                    .filter(each -> each.index() == choice).toList();
            assertThat(choices.getFirst().delta().role()).isEqualTo("assistant");
            assertThat(choices.stream().map(each -> String.valueOf(each.delta().content()).replace("null", ""))
                    .collect(Collectors.joining())).isEqualTo(choice == 0 ? "a" : "bc");
            assertThat(choices.getLast().finishReason()).isEqualTo("stop");
        }
        assertThat(json(chunks.getLast())).contains("\"prompt_tokens\":3,\"completion_tokens\":5");
    }

    private static ScriptedAnswer calling() {
        return ScriptedAnswer.of().calling("weather", "{\"city\":\"Porto\"}").calling("clock", "{}");
    }

    @Test
    void completionWhenLogprobsAskedThenHasAllOfThem() throws IOException {
        assertThat(json(translator.completion(List.of(responses(ScriptedAnswer.of("a", "b"), true)))) + "\n")
                .isEqualTo(expected("completion"));
    }

    @Test
    void completionWhenUsageIsOfAnotherKindThenCountsAreKept() {
        ChatResponse response = new ChatResponse(List.of(new Generation(new AssistantMessage("x"))),
                ChatResponseMetadata.builder().usage(new DefaultUsage(7, 3)).build());

        assertThat(translator.completion(List.of(List.of(response))).usage())
                .isEqualTo(new Usage(7, 3, 10, new Usage.Details(0, 0)));
    }

    @Test
    void logprobsWhenTokenWasImpossibleThenValueIsFinite() {
        Logprobs logprobs = Logprobs
                .of(List.of(new TokenLogprob("x", List.of(120), Double.NEGATIVE_INFINITY, List.of())));

        assertThat(Objects.requireNonNull(logprobs).content().getFirst().logprob()).isEqualTo(-9999.0);
    }

    private static List<ChatResponse> responses(ScriptedAnswer answer, boolean logprobs) {
        ScriptedBackend backend = ScriptedBackend.named("scripted", "eyes");
        backend.answerWith((_, _) -> answer);
        GenerationOptions options = logprobs
                ? GenerationOptions.builder().logprobs(true).topLogprobs(1).build()
                : GenerationOptions.builder().build();
        return backend.models().getFirst().chatModel().stream(new Prompt("three words here", options)).collectList()
                .blockOptional().orElseThrow();
    }

    private String chunks(List<ChatResponse> responses, boolean includeUsage) {
        return translator.chunks(List.of(Flux.fromIterable(responses)), includeUsage).map(AnswerTranslatorTests::json)
                .collect(Collectors.joining("\n", "", "\n")).blockOptional().orElseThrow();
    }

    private static String json(Object value) {
        return new String(OpenAiJson.write(value), StandardCharsets.UTF_8);
    }

    private static String expected(String name) throws IOException {
        try (InputStream in = AnswerTranslatorTests.class.getResourceAsStream("/openai/frames/" + name + ".jsonl")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
