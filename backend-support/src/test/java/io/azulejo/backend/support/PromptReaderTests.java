package io.azulejo.backend.support;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.DeclaredTool;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.processor.Chat;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;
import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PromptReaderTests {

    private static final byte[] PICTURE = {1, 2, 3};

    private final PromptReader reader = new PromptReader(new ModelCapabilities(true, 2, 6, false, true, 20, Set.of()));

    @Test
    void messagesKeepTheirOrderAndRoles() {
        List<ChatMessage> messages = reader.read(new Prompt(List.of(new SystemMessage("s"), new UserMessage("u"),
                new AssistantMessage("a"), new UserMessage("v")))).messages();

        assertThat(messages).containsExactly(ChatMessage.of(Role.SYSTEM, "s"), ChatMessage.of(Role.USER, "u"),
                ChatMessage.of(Role.ASSISTANT, "a"), ChatMessage.of(Role.USER, "v"));
    }

    @Test
    void partsWhenMessageCarriesThemThenKeepTheirOrderAndTiles() {
        UserMessage message = MessagePart.toMessage(List.of(new MessagePart.Text("before"),
                new MessagePart.Picture(picture(), 3), new MessagePart.Text("after")));

        assertThat(reader.read(new Prompt(message)).messages().getFirst().parts()).satisfiesExactly(
                part -> assertThat(part).isEqualTo(new TextPart("before")),
                part -> assertThat(part).isInstanceOfSatisfying(PicturePart.class, picture -> {
                    assertThat(picture.data()).isEqualTo(PICTURE);
                    assertThat(picture.maxTiles()).isEqualTo(OptionalInt.of(3));
                }), part -> assertThat(part).isEqualTo(new TextPart("after")));
    }

    @Test
    void mediaWhenItIsAResourceThenItsBytesAreRead() {
        UserMessage message = UserMessage.builder().text("look")
                .media(new Media(Media.Format.IMAGE_PNG, new ByteArrayResource(PICTURE))).build();

        assertThat(reader.read(new Prompt(message)).messages().getFirst().parts().getFirst())
                .isInstanceOfSatisfying(PicturePart.class, picture -> assertThat(picture.data()).isEqualTo(PICTURE));
    }

    @Test
    void mediaWhenItIsAnAddressThenIsRefused() {
        UserMessage message = UserMessage.builder().text("look")
                .media(new Media(Media.Format.IMAGE_PNG, URI.create("http://localhost/a.png"))).build();

        assertThatExceptionOfType(UnsupportedRequestException.class).isThrownBy(() -> reader.read(new Prompt(message)))
                .withMessageContaining("does not fetch addresses");
    }

    @Test
    void picturesWhenModelReadsTextOnlyThenAreRefused() {
        PromptReader blind = new PromptReader(new ModelCapabilities(false, 0, 0, false, true, 20, Set.of()));

        assertThatExceptionOfType(UnsupportedRequestException.class)
                .isThrownBy(() -> blind.read(new Prompt(pictures(1))));
    }

    @Test
    void picturesWhenMoreThanTheModelTakesThenAreRefusedWithTheNumbers() {
        assertThat(reader.read(new Prompt(pictures(2))).messages()).hasSize(1);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> reader.read(new Prompt(pictures(3)))).withMessageContaining("3 pictures")
                .withMessageContaining("at most 2");
    }

    @Test
    void pictureWhenItsTilesAreOutOfRangeThenIsRefused() {
        UserMessage message = MessagePart.toMessage(List.of(new MessagePart.Picture(picture(), 7)));

        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> reader.read(new Prompt(message)))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("mm_processor_kwargs.max_dynamic_patch"));
    }

    @Test
    void toolsTheirCallsAndResultsAreHandedOn() {
        PromptReader calling = new PromptReader(new ModelCapabilities(false, 0, 0, true, true, 20, Set.of()));
        List<Message> messages = List.of(new UserMessage("When?"), AssistantMessage.builder().content("Look:")
                .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "clock", "{}"),
                        new AssistantMessage.ToolCall("2", "function", "clock", "{\"zone\":1}")))
                .build(),
                ToolResponseMessage.builder().responses(List.of(
                        new ToolResponseMessage.ToolResponse("1", "clock", "12"),
                        new ToolResponseMessage.ToolResponse("2", "clock", "13"))).build());
        GenerationOptions.Builder options = GenerationOptions.builder()
                .toolCallbacks(new DeclaredTool("clock", "Tells the time.", "{\"type\":\"object\"}", false));

        Chat chat = calling.read(new Prompt(messages, options.build()));

        assertThat(chat.tools())
                .containsExactly(new ChatTool("clock", "Tells the time.", "{\"type\":\"object\"}"));
        assertThat(chat.messages()).containsExactly(ChatMessage.of(Role.USER, "When?"),
                new ChatMessage(Role.ASSISTANT, List.of(new TextPart("Look:"), new ToolCallPart("clock", "{}"),
                        new ToolCallPart("clock", "{\"zone\":1}"))),
                ChatMessage.of(Role.TOOL, "12"), ChatMessage.of(Role.TOOL, "13"));
        assertThat(calling.read(new Prompt(messages, options.toolChoice(new ToolChoice.None()).build())).tools())
                .isEmpty();
    }

    @Test
    void toolsWhereTheModelHasNoneAreRefused() {
        var answer = ToolResponseMessage.builder()
                .responses(List.of(new ToolResponseMessage.ToolResponse("1", "clock", "12"))).build();
        var call = AssistantMessage.builder().content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "clock", "{}"))).build();

        assertThatExceptionOfType(UnsupportedRequestException.class).isThrownBy(() -> reader.read(new Prompt(answer)));
        assertThatExceptionOfType(UnsupportedRequestException.class).isThrownBy(() -> reader.read(new Prompt(call)));
    }

    private static UserMessage pictures(int count) {
        return MessagePart.toMessage(java.util.Collections.nCopies(count, new MessagePart.Picture(picture(), null)));
    }

    private static Media picture() {
        return Media.builder().mimeType(Media.Format.IMAGE_PNG).data(PICTURE).build();
    }
}
