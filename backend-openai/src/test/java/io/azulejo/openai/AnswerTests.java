package io.azulejo.openai;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;

/** Streams of the servers that there are, in the SPI's form. */
class AnswerTests {

    private final PlayedServer server = new PlayedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "vllm", "llama-cpp", "ollama"})
    void answerWhenStreamedByAnyServerThenOnlyTheLastResponseCarriesTheEnd(String name) {
        server.chat(client -> client.stream().raw(Played.resource("/streams/" + name + ".sse")).end());
        try (Backend backend = Played.open(server, Map.of())) {
            List<ChatResponse> responses = Played.stream(backend, new Prompt("What is in the sky?"));

            assertThat(responses).extracting(response -> response.getResults().getFirst().getOutput().getText())
                    .containsExactly("Two red", " kites 🪁.", "");
            assertThat(responses.subList(0, 2)).allSatisfy(response -> {
                assertThat(response.getResults().getFirst().getMetadata().getFinishReason()).isNull();
                assertThat(response.getMetadata().getUsage()).isNotInstanceOf(TokenUsage.class);
            });
            assertThat(responses.getLast().getResults().getFirst().getMetadata().getFinishReason()).isEqualTo("stop");
            assertThat(responses.getLast().getMetadata().getUsage())
                    .isEqualTo(new TokenUsage(1117, 6, 0, name.equals("ollama") ? 0 : 1024));
            assertThat(responses).allSatisfy(
                    response -> assertThat(response.getMetadata().getModel()).isEqualTo("seer"));
        }
    }

    @Test
    void answerWhenLogprobsAreAskedThenEachPieceHasThoseOfItsTokens() {
        server.chat(client -> client.stream().raw(Played.resource("/streams/azulejo-logprobs.sse")).end());
        Prompt prompt = new Prompt("Count!", GenerationOptions.builder().logprobs(true).topLogprobs(2).build());
        try (Backend backend = Played.open(server, Map.of())) {
            List<ChatResponse> responses = Played.stream(backend, prompt);

            assertThat(Played.text(responses)).isEqualTo("Zwö");
            assertThat(responses).extracting(AnswerTests::logprobs).containsExactly(
                    List.of(token("Zw", -0.5, List.of(90, 119), token("Zw", -0.5, List.of(90, 119)),
                            token("D", -2.25, List.of(68)))),
                    List.of(token("\ufffd", -1, List.of(195)), token("\ufffd", -0.125, List.of(182))),
                    List.of(token("<|im_end|>", -9999, List.of(60, 124, 105, 109, 95, 101, 110, 100, 124, 62))));
            assertThat(responses.getLast().getResults().getFirst().getMetadata().getFinishReason())
                    .isEqualTo("length");
            assertThat(responses.getLast().getMetadata().getUsage()).isEqualTo(new TokenUsage(300, 4, 256, 16));
        }
    }

    @Test
    void answerWhenCalledThenIsWhole() {
        server.chat(client -> client.stream().raw(Played.resource("/streams/vllm.sse")).end());
        try (Backend backend = Played.open(server, Map.of())) {
            ChatResponse answer = Played.model(backend).chatModel().call(new Prompt("What is in the sky?"));

            assertThat(answer.getResults().getFirst().getOutput().getText()).isEqualTo("Two red kites 🪁.");
            assertThat(answer.getMetadata().getUsage()).isEqualTo(new TokenUsage(1117, 6, 0, 1024));
        }
    }

    @Test
    void usageWhenServerDoesNotTellThenIsCountedRoughly() {
        server.chat(client -> client.stream().piece("a").piece("b").event("""
                {"id":"1","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""")
                .event("[DONE]").end());
        try (Backend backend = Played.open(server, Map.of())) {
            assertThat(Played.stream(backend, new Prompt("word")).getLast().getMetadata().getUsage())
                    .isEqualTo(new TokenUsage(5, 2, 0, 0));
        }
    }

    private static List<TokenLogprob> logprobs(ChatResponse response) {
        return response.getResults().getFirst().getMetadata().getOrDefault(TokenLogprob.METADATA_KEY, List.of());
    }

    private static TokenLogprob token(String text, double logprob, List<Integer> bytes, TokenLogprob... top) {
        return new TokenLogprob(text, bytes, logprob, List.of(top));
    }
}
