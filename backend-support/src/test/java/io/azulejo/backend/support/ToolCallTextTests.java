package io.azulejo.backend.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;

import io.azulejo.api.model.ToolCallDelta;

import static org.assertj.core.api.Assertions.assertThat;

class ToolCallTextTests {

    private static final String PORTO = "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Porto\"}}\n</tool_call>";
    private static final String FARO = "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Faro\", \"of\": [{\"x\": \"}\\\"]\"}]}}\n</tool_call>";

    @Test
    void callsAreReadAlikeHoweverTheTextIsCut() {
        String answer = "I shall look.\n" + PORTO + "\n" + FARO;
        for (int size = 1; size <= answer.length(); size++) {
            Read read = read(answer, size, true);

            assertThat(read.text).isEqualTo("I shall look.");
            assertThat(read.calls).extracting(ToolCall::name).containsExactly("weather", "weather");
            assertThat(read.calls).extracting(ToolCall::arguments).containsExactly("{\"city\": \"Porto\"}",
                    "{\"city\": \"Faro\", \"of\": [{\"x\": \"}\\\"]\"}]}");
            for (int i = 0; i < 2; i++) {
                List<ToolCallDelta> deltas = read.deltas(i);
                assertThat(deltas.getFirst().arguments()).isEmpty();
                assertThat(deltas).allMatch(delta -> delta.name().equals("weather"));
                assertThat(deltas).extracting(ToolCallDelta::id).containsOnly(read.calls.get(i).id());
                assertThat(deltas.stream().map(ToolCallDelta::arguments).collect(Collectors.joining()))
                        .isEqualTo(read.calls.get(i).arguments());
            }
        }
    }

    @Test
    void argumentsAreToldAsTheyAreWritten() {
        ToolCallText reader = new ToolCallText(Set.of("weather"), true);

        assertThat(reader.append("<tool_call>{\"name\": \"weather\", \"arguments\": {").deltas())
                .extracting(ToolCallDelta::arguments).containsExactly("", "{");
        assertThat(reader.append("\"city\": \"Po").deltas()).extracting(ToolCallDelta::arguments)
                .containsExactly("\"city\": \"Po");
        assertThat(reader.hasCalls()).isTrue();
        assertThat(reader.append("rto\"}").calls()).isEmpty();
        assertThat(reader.append("}</tool_call>").calls()).hasSize(1);
    }

    @Test
    void argumentsBeforeTheNameAreReadWhenTheCallIsWhole() {
        Read read = read("<tool_call>{\"arguments\": {\"city\": \"Faro\"}, \"name\": \"weather\"}</tool_call>", 3,
                true);

        assertThat(read.calls).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"Faro\"}");
        });
        assertThat(read.text).isEmpty();
    }

    @Test
    void callWithoutArgumentsHasNone() {
        assertThat(read("<tool_call>{\"name\": \"weather\"}</tool_call>", 5, true).calls).singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{}"));
    }

    @Test
    void whatIsNoCallOfAKnownToolIsText() {
        for (String answer : List.of("2 < 3 and <tool", "Hello <tool_call> there", "<tool_call>\n{}\n</tool_call> then",
                "Look:\n<tool_call>\n{\"name\": \"other\", \"arguments\": {}}\n</tool_call>", "  spaces \n\n ",
                "<tool_call>{\"name\": \"weather\", \"arguments\": 3}</tool_call>", "a\n<tool_call>[1]</tool_call>")) {
            for (int size : List.of(1, 4, 100)) {
                Read read = read(answer, size, true);

                assertThat(read.text).isEqualTo(answer);
                assertThat(read.calls).isEmpty();
                assertThat(read.deltas).isEmpty();
            }
        }
    }

    @Test
    void onlyTheFirstCallCountsWhereThereMayBeOne() {
        Read read = read("Well. " + PORTO + "\nand\n" + FARO + " done", 7, false);

        assertThat(read.text).isEqualTo("Well.");
        assertThat(read.calls).hasSize(1);
        assertThat(read.deltas).extracting(ToolCallDelta::index).containsOnly(0);
    }

    @Test
    void callWithoutItsEndIsWholeWhereItsArgumentsAre() {
        assertThat(read(PORTO.replace("</tool_call>", ""), 9, true).calls).hasSize(1);
        assertThat(read("<tool_call>{\"arguments\": {}, \"name\": \"weather\"}", 9, true).calls).hasSize(1);

        Read cut = read("<tool_call>{\"name\": \"weather\", \"arguments\": {\"city\": \"Po", 9, true);
        assertThat(cut.calls).isEmpty();
        assertThat(cut.deltas.stream().map(ToolCallDelta::arguments).collect(Collectors.joining()))
                .isEqualTo("{\"city\": \"Po");
    }

    private static Read read(String answer, int size, boolean parallel) {
        ToolCallText reader = new ToolCallText(Set.of("weather"), parallel);
        Read read = new Read("", new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < answer.length(); i += size) {
            read = read.and(reader.append(answer.substring(i, Math.min(answer.length(), i + size))));
        }
        return read.and(reader.finish());
    }

    private record Read(String text, List<ToolCallDelta> deltas, List<ToolCall> calls) {

        Read and(ToolCallText.Piece piece) {
            deltas.addAll(piece.deltas());
            calls.addAll(piece.calls());
            return new Read(text + piece.text(), deltas, calls);
        }

        List<ToolCallDelta> deltas(int index) {
            return deltas.stream().filter(delta -> delta.index() == index).toList();
        }
    }
}
