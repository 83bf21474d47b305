package io.azulejo.openai;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.DeclaredTool;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.ToolChoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the server is sent, and what it is not. */
class RequestTests {

    private static final String ALL = "top_k,min_p,repetition_penalty,max_tiles";

    private final PlayedServer server = new PlayedServer()
            .chat(client -> client.stream().raw(Played.resource("/streams/vllm.sse")).end());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void requestWhenNothingIsAskedThenHasNothingButTheMessages() {
        try (Backend backend = Played.open(server, Map.of())) {
            Played.stream(backend, new Prompt(List.of(new SystemMessage("s"), new UserMessage("u"),
                    new AssistantMessage("a"), new UserMessage("v"))));
        }

        PlayedServer.Request request = server.chats().getFirst();
        assertThat(request.headers()).doesNotContainKey("authorization").containsKey("x-request-id");
        assertThat(request.json()).isEqualTo(json("""
                {"model":"seer","stream":true,"stream_options":{"include_usage":true},"messages":[
                {"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},
                {"role":"user","content":"v"}]}"""));
    }

    @Test
    void requestWhenToolsAreGivenThenHasThemTheirCallsAndTheirResults() {
        server.chat(client -> client.stream().raw(Played.resource("/streams/vllm-tools.sse")).end());
        GenerationOptions options = GenerationOptions.builder()
                .toolCallbacks(new DeclaredTool("clock", "Tells the time.", "{\"type\":\"object\"}", false))
                .toolChoice(new ToolChoice.Named("clock")).parallelToolCalls(false).build();
        AssistantMessage call = AssistantMessage.builder().content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "clock", "{}"))).build();
        ToolResponseMessage result = ToolResponseMessage.builder()
                .responses(List.of(new ToolResponseMessage.ToolResponse("1", "clock", "noon"))).build();
        try (Backend backend = Played.open(server, Map.of("context-length", "100", "tools", "true"))) {
            List<ChatResponse> responses = Played.stream(backend,
                    new Prompt(List.of(new UserMessage("When?"), call, result), options));

            assertThat(responses)
                    .flatExtracting(response -> response.getResults().getFirst().getOutput().getToolCalls())
                    .containsExactly(new AssistantMessage.ToolCall("call_1", "function", "clock", "{\"zone\": 1}"));
            assertThat(responses.getLast().getResults().getFirst().getMetadata().getFinishReason())
                    .isEqualTo("tool_calls");
        }

        JsonNode request = server.chats().getFirst().json();
        assertThat(request.path("tools").path(0).path("function").path("name").asString()).isEqualTo("clock");
        assertThat(request.path("tool_choice").path("function").path("name").asString()).isEqualTo("clock");
        assertThat(request.path("parallel_tool_calls").booleanValue()).isFalse();
        assertThat(request.path("messages").path(1).path("tool_calls").path(0).path("id").asString()).isEqualTo("1");
        assertThat(request.path("messages").path(2)).isEqualTo(json(
                "{\"role\":\"tool\",\"tool_call_id\":\"1\",\"content\":\"noon\"}"));
    }

    @Test
    void requestWhenToolsAreNotSwitchedOnThenIsRefused() {
        GenerationOptions options = GenerationOptions.builder()
                .toolCallbacks(new DeclaredTool("clock", "", "{}", false)).build();
        try (Backend backend = Played.open(server, Map.of())) {
            assertThat(Played.failure(backend, new Prompt("When?", options)))
                    .isInstanceOf(UnsupportedRequestException.class);
        }
    }

    @Test
    void requestWhenAnAnswerWasBegunThenVllmIsAskedToGoOn() {
        Prompt prompt = new Prompt(List.of(new UserMessage("u"), new AssistantMessage("a")));
        try (Backend backend = Played.open(server, Map.of(),
                Map.of("context-length", "100", "continuation", "vllm"))) {
            Played.stream(backend, prompt);
        }

        JsonNode request = server.chats().getFirst().json();
        assertThat(request.path("continue_final_message").booleanValue()).isTrue();
        assertThat(request.path("add_generation_prompt").booleanValue()).isFalse();
        assertThat(request.path("messages").path(1).path("role").stringValue()).isEqualTo("assistant");
    }

    @Test
    void requestWhenAnAnswerWasBegunAndTheServerIsNotKnownToGoOnThenIsRefused() {
        try (Backend backend = Played.open(server, Map.of())) {
            Prompt prompt = new Prompt(List.of(new UserMessage("u"), new AssistantMessage("a")));

            assertThat(backend.models().getFirst().descriptor().capabilities().continues()).isFalse();
            assertThatExceptionOfType(UnsupportedRequestException.class)
                    .isThrownBy(() -> Played.stream(backend, prompt)).withMessageContaining("last message");
        }
        assertThat(server.chats()).isEmpty();
    }

    @Test
    void requestWhenEverythingIsAskedThenHasItAll() {
        GenerationOptions options = GenerationOptions.builder().maxTokens(5).temperature(0.5).topP(0.9).topK(40)
                .minP(0.05).repetitionPenalty(1.1).presencePenalty(-1.0).frequencyPenalty(2.0).seed(1L << 40)
                .stopSequences(List.of("a", "b")).logprobs(true).topLogprobs(3).logitBias(Map.of(7, -1.5)).maxTiles(4)
                .user("ann").build();
        try (Backend backend = Played.open(server, Map.of("api-key", "sk-1"),
                Map.of("model", "org/Seer", "context-length", "100", "parameters", ALL))) {
            Played.stream(backend, new Prompt("u", options));
        }

        PlayedServer.Request request = server.chats().getFirst();
        assertThat(request.headers()).containsEntry("authorization", "Bearer sk-1");
        assertThat(request.json()).isEqualTo(json("""
                {"model":"org/Seer","stream":true,"stream_options":{"include_usage":true},"max_tokens":5,
                "messages":[{"role":"user","content":"u"}],"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.05,
                "repetition_penalty":1.1,"presence_penalty":-1.0,"frequency_penalty":2.0,"seed":1099511627776,
                "stop":["a","b"],"logprobs":true,"top_logprobs":3,"logit_bias":{"7":-1.5},
                "mm_processor_kwargs":{"max_dynamic_patch":4}}"""));
    }

    @Test
    void requestWhenServerKnowsTheNewerNameOnlyThenHasIt() {
        try (Backend backend = Played.open(server, Map.of("max-tokens-field", "max_completion_tokens"))) {
            Played.stream(backend, new Prompt("u", GenerationOptions.builder().maxTokens(5).build()));
        }

        assertThat(server.chats().getFirst().json().path("max_completion_tokens").intValue()).isEqualTo(5);
        assertThat(server.chats().getFirst().json().has("max_tokens")).isFalse();
    }

    @Test
    void partsWhenMixedThenKeepTheirPlacesAndPicturesTheirBytes() {
        byte[] picture = png(4, 3);
        UserMessage message = MessagePart.toMessage(List.of(new MessagePart.Text("before"),
                new MessagePart.Picture(media(picture, "application/octet-stream"), null),
                new MessagePart.Text("after")));
        try (Backend backend = Played.open(server, Map.of())) {
            Played.stream(backend, new Prompt(message));
        }

        assertThat(server.chats().getFirst().json().path("messages").path(0)).isEqualTo(json("""
                {"role":"user","content":[{"type":"text","text":"before"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}},
                {"type":"text","text":"after"}]}""".formatted(Base64.getEncoder().encodeToString(picture))));
    }

    @Test
    void parameterWhenServerDoesNotTakeItThenIsRefusedByName() {
        try (Backend backend = Played.open(server, Map.of())) {
            assertThat(Played.failure(backend, new Prompt("u", GenerationOptions.builder().minP(0.1).build())))
                    .isInstanceOfSatisfying(UnsupportedRequestException.class,
                            e -> assertThat(e.parameter()).isEqualTo("min_p"));
            assertThat(Played.failure(backend, new Prompt("u", GenerationOptions.builder().topP(2.0).build())))
                    .isInstanceOfSatisfying(InvalidRequestException.class,
                            e -> assertThat(e.parameter()).isEqualTo("top_p"));
        }
        assertThat(server.chats()).isEmpty();
    }

    @Test
    void picturesWhenTheyCannotBeSentThenAreRefused() {
        try (Backend backend = Played.open(server, Map.of("max-pictures", "2", "parameters", ALL));
                Backend blind = Played.open(server, Map.of("pictures", "false"))) {
            assertThat(Played.failure(backend, pictures(3, png(2, 2), null)))
                    .isInstanceOf(InvalidRequestException.class).hasMessageContaining("3 pictures");
            assertThat(Played.failure(backend, pictures(1, new byte[]{1, 2, 3}, null)))
                    .isInstanceOfSatisfying(InvalidRequestException.class,
                            e -> assertThat(e.code()).isEqualTo(InvalidRequestException.INVALID_IMAGE));
            assertThat(Played.failure(backend, pictures(1, png(2, 2), 1)))
                    .isInstanceOf(UnsupportedRequestException.class).hasMessageContaining("tiles");
            assertThat(Played.failure(blind, pictures(1, png(2, 2), null)))
                    .isInstanceOf(UnsupportedRequestException.class);
            assertThat(Played.failure(backend, new Prompt(MessagePart.toMessage(List.of(new MessagePart.Picture(
                    Media.builder().mimeType(Media.Format.IMAGE_PNG).data(URI.create("http://a/b.png")).build(),
                    null)))))).isInstanceOf(UnsupportedRequestException.class);
        }
        assertThat(server.chats()).isEmpty();
    }

    @Test
    void promptWhenThereIsNoCheckpointThenIsEstimatedAndAlwaysFits() {
        try (Backend backend = Played.open(server, Map.of("context-length", "3000"))) {
            PromptSize size = Played.model(backend).measure(pictures(2, png(6, 5), null));
            PromptSize huge = Played.model(backend).measure(new Prompt("word ".repeat(10_000)));

            assertThat(size.textTokens()).isEqualTo(6);
            assertThat(size.imageTokens()).isEqualTo(2000);
            assertThat(size.pictures()).hasSize(2).contains(new PromptSize.Picture(6, 5, 1, 1, false, 1000));
            assertThat(huge.fits()).isTrue();
        }
    }

    private static Prompt pictures(int count, byte[] data, @Nullable Integer maxTiles) {
        List<MessagePart> parts = new ArrayList<>(
                Collections.nCopies(count, new MessagePart.Picture(media(data, "image/png"), maxTiles)));
        parts.add(new MessagePart.Text("Look!"));
        return new Prompt(MessagePart.toMessage(parts));
    }

    private static Media media(byte[] data, String type) {
        return Media.builder().mimeType(MimeTypeUtils.parseMimeType(type)).data(data).build();
    }

    private static byte[] png(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
