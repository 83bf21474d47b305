package io.azulejo.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.azulejo.processor.ChatMessage.Part;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;
import io.azulejo.processor.ChatMessage.ToolCallPart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Holds prompts with tools against what Jinja2 makes of the published template (tool_prompts_golden.py). */
class ToolPromptGoldenTests {

    private static final JsonNode GOLDEN = TestFiles.json("tool-prompts.golden.json");
    private static final Map<String, NvlmProcessor> PROCESSORS = new HashMap<>();

    @TempDir
    static Path directory = Path.of("");

    @ParameterizedTest(name = "{0}")
    @MethodSource("prompts")
    void encodeGivesTheIdsOfThePublishedPrompt(String name, JsonNode row) {
        NvlmProcessor processor = processor(row.path("family").asString(), row.path("format").asString());
        int[] ids = processor.encode(chat(row.path("chat").asString()), 1).ids();

        assertThat(processor.tokenizer().decode(ids)).isEqualTo(
                processor.tokenizer().decode(ids(row.path("ids"))));
        assertThat(ids).containsExactly(ids(row.path("ids")));
    }

    @Test
    void familiesSayWhetherTheirPromptsHaveTools() {
        assertThat(processor("qwen2_5", "CHAT").hasTools()).isTrue();
        assertThat(processor("nvlm-d", "CHAT").hasTools()).isTrue();
        assertThat(processor("internvl2_5", "CHAT_TEMPLATE").hasTools()).isTrue();
        // Its template was written before there were tools.
        assertThat(processor("qwen2", "CHAT").hasTools()).isFalse();
        assertThat(processor("llama3", "CHAT").hasTools()).isFalse();
        assertThat(processor("llama3_1", "CHAT").hasTools()).isFalse();
        assertThat(processor("internvl2-llama3", "CHAT").hasTools()).isFalse();
    }

    @Test
    void toolsWhereThereIsNoFormForThemAreRefused() {
        NvlmProcessor processor = processor("llama3", "CHAT");

        assertThatExceptionOfType(PromptException.class).isThrownBy(() -> processor.encode(chat("one_tool"), 1))
                .withMessageContaining("tools");
        assertThatExceptionOfType(PromptException.class)
                .isThrownBy(() -> processor.encode(chat("no_tools_any_more"), 1)).withMessageContaining("tools");
    }

    @Test
    void callWithoutAResultIsNoAnswerToGoOnWith() {
        ChatMessage call = new ChatMessage(Role.ASSISTANT, List.of(new ToolCallPart("clock", "{}")));
        Chat chat = new Chat(List.of(ChatMessage.of(Role.USER, "Hi"), call), List.of());

        assertThatExceptionOfType(PromptException.class).isThrownBy(() -> processor("nvlm-d", "CHAT").encode(chat, 1))
                .withMessageContaining("results must follow");
    }

    @Test
    void argumentsThatAreNoJsonObjectAreRefused() {
        for (String arguments : List.of("[1]", "{\"a\": ", "", "{\"a\": 1, \"a\": 2}")) {
            ChatMessage call = new ChatMessage(Role.ASSISTANT, List.of(new ToolCallPart("clock", arguments)));
            Chat chat = new Chat(List.of(ChatMessage.of(Role.USER, "Hi"), call, ChatMessage.of(Role.TOOL, "noon")),
                    List.of());
            for (String format : List.of("CHAT", "CHAT_TEMPLATE")) {
                assertThatExceptionOfType(PromptException.class).as(arguments)
                        .isThrownBy(() -> processor("nvlm-d", format).encode(chat, 1)).withMessageContaining("clock");
            }
        }
    }

    static Stream<Arguments> prompts() {
        return GOLDEN.path("prompts").values().stream().map(row -> Arguments.of(row.path("family").asString() + " "
                + row.path("format").asString() + " " + row.path("chat").asString(), row));
    }

    private static NvlmProcessor processor(String family, String format) {
        return PROCESSORS.computeIfAbsent(family + format, key -> {
            try {
                return TestCheckpoints.processor(Files.createDirectory(directory.resolve(key)), family,
                        PromptFormat.valueOf(format), false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Chat chat(String name) {
        JsonNode chat = GOLDEN.path("chats").path(name);
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages").values()) {
            List<Part> parts = new ArrayList<>(List.of(new TextPart(message.path("text").asString())));
            message.path("calls").values().forEach(call -> parts
                    .add(new ToolCallPart(call.path("name").asString(), call.path("arguments").asString())));
            messages.add(new ChatMessage(Role.valueOf(message.path("role").asString()), parts));
        }
        return new Chat(messages, chat.path("tools").values().stream()
                .map(tool -> new ChatTool(tool.path("name").asString(), tool.path("description").asString(),
                        tool.path("parameters").asString()))
                .toList());
    }

    private static int[] ids(JsonNode runs) {
        return runs.values().stream()
                .flatMapToInt(run -> run.isArray()
                        ? IntStream.generate(run.path(0)::asInt).limit(run.path(1).asInt())
                        : IntStream.of(run.asInt()))
                .toArray();
    }
}
