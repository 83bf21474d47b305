package io.azulejo.server.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** LangChain4j's OpenAI module against {@code /v1}. */
@OnScriptedBackend
class LangChain4jIT {

    private static final JsonObjectSchema CITY = JsonObjectSchema.builder().addStringProperty("city").required("city")
            .build();
    private static final ToolSpecification WEATHER = ToolSpecification.builder().name("weather")
            .description("Tells the weather.").parameters(CITY).build();

    @LocalServerPort
    private int port;

    private ChatModel model;

    @BeforeEach
    void connect() {
        model = OpenAiChatModel.builder().baseUrl("http://127.0.0.1:" + port + "/v1").apiKey("none").modelName("eyes")
                .maxRetries(0).strictJsonSchema(true).build();
    }

    @Test
    void conversationWithPictures() {
        List<ChatMessage> messages = new ArrayList<>(List.of(look("What is this?")));
        ChatResponse first = model.chat(messages);
        assertThat(first.aiMessage().text()).isEqualTo("You sent 1 picture and said: What is this?");
        messages.addAll(List.of(first.aiMessage(), UserMessage.from("Sure?")));

        assertThat(model.chat(messages).aiMessage().text()).isEqualTo("You sent 0 pictures and said: Sure?");
    }

    @Test
    void streaming() throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        OpenAiStreamingChatModel.builder().baseUrl("http://127.0.0.1:" + port + "/v1").apiKey("none").modelName("eyes")
                .build().chat(List.of(look("[[pieces=3]]")), new StreamingChatResponseHandler() {

                    @Override
                    public void onPartialResponse(String piece) {
                        pieces.append(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });

        assertThat(whole.get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("1 2 3 ");
        assertThat(pieces).hasToString("1 2 3 ");
        assertThat(whole.join().tokenUsage().outputTokenCount()).isEqualTo(4);
    }

    @Test
    void tools() {
        List<ChatMessage> messages = new ArrayList<>(List.of(look("[[call=weather]]")));
        ChatResponse called = model.chat(ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build());
        AiMessage call = called.aiMessage();
        assertThat(called.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(call.toolExecutionRequests().getFirst().arguments()).isEqualTo("{\"city\":\"some city\"}");
        messages.addAll(List.of(call,
                ToolExecutionResultMessage.from(call.toolExecutionRequests().getFirst(), "rain")));

        assertThat(model.chat(ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build()).aiMessage()
                .text()).isEqualTo("The tools said: rain");
    }

    @Test
    void structuredOutput() {
        ChatResponse answer = model.chat(ChatRequest.builder().messages(look("Where is this?"))
                .responseFormat(ResponseFormat.builder().type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder().name("place").rootElement(CITY).build()).build())
                .build());

        assertThat(answer.aiMessage().text()).isEqualTo("{\"city\":\"some city\"}");
    }

    private static UserMessage look(String text) {
        return UserMessage.from(TextContent.from(text), ImageContent.from("iVBORw0KGgo=", "image/png"));
    }
}
