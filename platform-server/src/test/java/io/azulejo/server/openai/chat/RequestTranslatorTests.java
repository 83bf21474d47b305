package io.azulejo.server.openai.chat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.MessagePart;
import io.azulejo.server.openai.OpenAiException;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.security.Person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Requests as clients send them, in {@code openai/requests}, and those that are refused, in {@code refused.json}. */
class RequestTranslatorTests {

    /** A body that is refused, and how; the message is what the error's begins with. */
    record Refused(String body, @Nullable String param, String code, String message) {}

    @ParameterizedTest
    @ValueSource(strings = {"parts", "parameters", "harmless", "tools"})
    void requestWhenTranslatedThenIsTheExpectedPrompt(String name) throws IOException {
        ChatCompletionCall call = translate(resource("requests/" + name + ".json"));

        assertThat(describe(call)).isEqualTo(new String(resource("requests/" + name + ".expected"),
                StandardCharsets.UTF_8));
    }

    @TestFactory
    List<DynamicTest> requestWhenWrongThenErrorNamesTheField() throws IOException {
        Refused[] all = JsonMapper.shared().readValue(resource("refused.json"), Refused[].class);
        assertThat(all).hasSizeGreaterThan(50);
        return List.of(all).stream()
                .map(refused -> DynamicTest.dynamicTest(refused.code() + ": " + refused.message(), () -> {
                    OpenAiException error = catchThrowableOfType(OpenAiException.class,
                            () -> translate(refused.body().getBytes(StandardCharsets.UTF_8)));

                    assertThat(error).as(refused.body()).isNotNull();
                    assertThat(error.error().error().message()).startsWith(refused.message());
                    assertThat(error.error().error().param()).isEqualTo(refused.param());
                    assertThat(error.error().error().code()).isEqualTo(refused.code());
                    assertThat(error.status().value()).isEqualTo(400);
                })).toList();
    }

    private static ChatCompletionCall translate(byte[] body) {
        return RequestTranslator.translate(OpenAiJson.read(body, ChatCompletionRequest.class), () -> "fallback",
                Person.LOCAL);
    }

    private static String describe(ChatCompletionCall call) {
        StringBuilder text = new StringBuilder("model=%s stream=%s usage=%s\n".formatted(call.model(), call.stream(),
                call.includeUsage()));
        for (Message message : call.prompt().getInstructions()) {
            if (message instanceof ToolResponseMessage results) {
                text.append("TOOL ").append(results.getResponses()).append('\n');
                continue;
            }
            text.append(message.getMessageType()).append(' ').append(message instanceof UserMessage user
                    ? MessagePart.of(user).stream().map(RequestTranslatorTests::describe)
                            .collect(Collectors.joining(" | "))
                    : quoted(message.getText()));
            if (message instanceof AssistantMessage assistant && assistant.hasToolCalls()) {
                text.append(' ').append(assistant.getToolCalls());
            }
            text.append('\n');
        }
        return text.append(call.prompt().getOptions()).append('\n').toString();
    }

    private static String describe(MessagePart part) {
        return switch (part) {
            case MessagePart.Text(String text) -> "text " + quoted(text);
            case MessagePart.Picture picture -> "picture " + picture.media().getMimeType() + " "
                    + picture.media().getDataAsByteArray().length + " bytes, tiles " + picture.maxTiles();
        };
    }

    private static String quoted(@Nullable String text) {
        return "\"" + String.valueOf(text).replace("\n", "\\n") + "\"";
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = RequestTranslatorTests.class.getResourceAsStream("/openai/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
