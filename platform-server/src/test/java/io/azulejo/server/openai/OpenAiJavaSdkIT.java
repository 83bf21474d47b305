package io.azulejo.server.openai;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** OpenAI's Java SDK against {@code /v1}. */
@OnScriptedBackend
class OpenAiJavaSdkIT {

    @LocalServerPort
    private int port;

    private OpenAIClient client;

    @BeforeEach
    void connect() {
        client = OpenAIOkHttpClient.builder().baseUrl("http://127.0.0.1:" + port + "/v1").apiKey("none").maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static final Map<String, JsonValue> PLACE = Map.of("type", JsonValue.from("object"), "required",
            JsonValue.from(List.of("city")), "additionalProperties", JsonValue.from(false), "properties",
            JsonValue.from(Map.of("city", Map.of("type", "string"))));

    @Test
    void conversationWithPictures() {
        ChatCompletionCreateParams.Builder params = look("What is this?");
        ChatCompletion first = client.chat().completions().create(params.build());
        assertThat(text(first)).isEqualTo("You sent 1 picture and said: What is this?");

        ChatCompletion second = client.chat().completions()
                .create(params.addMessage(first.choices().getFirst().message()).addUserMessage("Sure?").build());
        assertThat(text(second)).isEqualTo("You sent 0 pictures and said: Sure?");
        assertThat(second.usage().orElseThrow().promptTokens())
                .isGreaterThan(first.usage().orElseThrow().promptTokens());
    }

    @Test
    void streaming() {
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions()
                .createStreaming(look("[[pieces=3]]").build())) {
            assertThat(stream.stream().flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream()).collect(Collectors.joining()))
                    .isEqualTo("1 2 3 ");
        }
    }

    @Test
    void tools() {
        ChatCompletionCreateParams.Builder params = look("[[call=weather]]").addFunctionTool(FunctionDefinition
                .builder().name("weather").description("Tells the weather.").strict(true)
                .parameters(FunctionParameters.builder().putAllAdditionalProperties(PLACE).build()).build());
        ChatCompletion.Choice choice = client.chat().completions().create(params.build()).choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        List<ChatCompletionMessageToolCall> calls = choice.message().toolCalls().orElseThrow();
        assertThat(calls.getFirst().asFunction().function().arguments()).isEqualTo("{\"city\":\"some city\"}");

        params.addMessage(choice.message()).addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(calls.getFirst().asFunction().id()).content("rain").build());
        assertThat(text(client.chat().completions().create(params.build()))).isEqualTo("The tools said: rain");
    }

    @Test
    void structuredOutput() {
        ResponseFormatJsonSchema format = ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder().name("place").strict(true)
                        .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                .putAllAdditionalProperties(PLACE).build())
                        .build())
                .build();

        assertThat(text(client.chat().completions().create(look("Where is this?").responseFormat(format).build())))
                .isEqualTo("{\"city\":\"some city\"}");
    }

    @Test
    void errors() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.chat().completions().create(look("?").model("blind").build()))
                .satisfies(refused -> assertThat(refused.param()).contains("messages"));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> client.models().retrieve("none"))
                .satisfies(unknown -> assertThat(unknown.code()).contains("model_not_found"));
    }

    private static ChatCompletionCreateParams.Builder look(String text) {
        return ChatCompletionCreateParams.builder().model("eyes").addUserMessageOfArrayOfContentParts(List.of(
                ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder().text(text).build()),
                ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                        .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                .url("data:image/png;base64,iVBORw0KGgo=").build())
                        .build())));
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }
}
