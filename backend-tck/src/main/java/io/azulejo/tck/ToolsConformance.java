package io.azulejo.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.DeclaredTool;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ToolCallDelta;
import io.azulejo.api.model.ToolChoice;

import static org.assertj.core.api.Assertions.assertThat;

/** Tools are told of, called where they must be, and their results are read. */
interface ToolsConformance extends Conformance {

    int TOKENS = 160;
    DeclaredTool PAINT = new DeclaredTool("paint", "Paints a tile.", """
            {"type": "object", "required": ["colour", "count"], "additionalProperties": false, "properties":
              {"colour": {"enum": ["blue", "white"]}, "count": {"type": "integer", "minimum": 0, "maximum": 9}}}""",
            true);
    DeclaredTool GLAZE = new DeclaredTool("glaze", "", "{\"type\": \"object\", \"properties\": {}}", false);

    @Test
    default void toolsWhenTheModelHasNoneThenAreRefused() {
        if (model().descriptor().capabilities().tools()) {
            return;
        }
        assertThat(Answers.failure(model(), Answers.prompt("Hello", options().toolCallbacks(PAINT))))
                .isInstanceOf(UnsupportedRequestException.class);
    }

    @Test
    default void toolThatMustBeCalledIsCalledInTheFormOfItsSchema() {
        if (!canChoose()) {
            return;
        }
        for (ToolChoice choice : List.of(new ToolChoice.Named("paint"), new ToolChoice.Required())) {
            List<ChatResponse> responses = Answers.stream(model(), Answers.prompt("A tile, please.",
                    calling(PAINT).toolChoice(choice).parallelToolCalls(false)));

            ToolCall call = onlyCall(responses);
            assertThat(call.name()).isEqualTo("paint");
            JsonNode arguments = JsonMapper.shared().readTree(call.arguments());
            assertThat(arguments.propertyNames()).containsExactlyInAnyOrder("colour", "count");
            assertThat(arguments.path("colour").stringValue()).isIn("blue", "white");
            assertThat(arguments.path("count").intValue()).isBetween(0, 9);
            assertThat(Answers.generation(responses.getLast()).getMetadata().getFinishReason())
                    .isEqualTo(FinishReason.TOOL_CALLS.wireName());
            assertThat(Answers.text(responses)).isBlank();
            assertThat(Answers.usage(responses.getLast()).completionTokens()).isPositive();
        }
    }

    @Test
    default void piecesOfACallAreTheWholeCall() {
        if (!canChoose()) {
            return;
        }
        List<ChatResponse> responses = Answers.stream(model(), Answers.prompt("A tile, please.",
                calling(PAINT, GLAZE).toolChoice(new ToolChoice.Named("paint"))));

        List<ToolCallDelta> deltas = responses.stream()
                .flatMap(response -> Answers.generation(response).getMetadata()
                        .getOrDefault(ToolCallDelta.METADATA_KEY, List.<ToolCallDelta>of()).stream())
                .toList();
        if (!deltas.isEmpty()) { // A backend may tell of whole calls only.
            assertThat(deltas).allMatch(delta -> delta.index() == 0 && delta.name().equals("paint"));
            assertThat(deltas).extracting(ToolCallDelta::id).containsOnly(onlyCall(responses).id());
            assertThat(deltas.stream().map(ToolCallDelta::arguments).collect(Collectors.joining()))
                    .isEqualTo(onlyCall(responses).arguments());
        }
    }

    @Test
    default void callAndItsResultAreReadAsPartOfThePrompt() {
        if (!model().descriptor().capabilities().tools()) {
            return;
        }
        List<Message> messages = new ArrayList<>(List.of(new UserMessage("A tile, please."),
                AssistantMessage.builder().content("").toolCalls(List.of(
                        new ToolCall("1", "function", "paint", "{\"colour\":\"blue\",\"count\":2}")))
                        .build()));
        int before = model().measure(new Prompt(messages.subList(0, 1), calling(PAINT).build())).promptTokens();
        messages.add(ToolResponseMessage.builder()
                .responses(List.of(new ToolResponse("1", "paint", "Two tiles are blue now."))).build());
        Prompt prompt = new Prompt(messages, calling(PAINT).maxTokens(5).build());

        List<ChatResponse> responses = Answers.stream(model(), prompt);

        int promptTokens = Answers.usage(responses.getLast()).promptTokens();
        assertThat(promptTokens).isEqualTo(model().measure(prompt).promptTokens()).isGreaterThan(before);
    }

    private boolean canChoose() {
        return model().descriptor().capabilities().parameters().contains(GenerationParameter.TOOL_CHOICE);
    }

    private GenerationOptions.Builder calling(DeclaredTool... tools) {
        return options().maxTokens(TOKENS).toolCallbacks(tools).toolContext(Map.of());
    }

    private static ToolCall onlyCall(List<ChatResponse> responses) {
        List<ToolCall> calls = responses.stream()
                .flatMap(response -> Answers.generation(response).getOutput().getToolCalls().stream()).toList();
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }
}
