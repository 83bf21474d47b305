package io.azulejo.server.openai;

import java.util.Base64;
import java.util.List;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.content.Media;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring AI's OpenAI model, with the {@code ChatClient} on it, against {@code /v1}. */
@OnScriptedBackend
class SpringAiOpenAiIT {

    @LocalServerPort
    private int port;

    private ChatClient client;

    record Place(String city, int number) {}

    static class Weather {

        @Tool(description = "Tells the weather.")
        public String weather(String city) {
            return "rain in " + city;
        }
    }

    @BeforeEach
    void connect() {
        String address = "http://127.0.0.1:" + port + "/v1";
        OpenAIClientAsync streaming = OpenAIOkHttpClientAsync.builder().baseUrl(address).apiKey("none").build();
        client = ChatClient.create(OpenAiChatModel.builder()
                .openAiClient(OpenAIOkHttpClient.builder().baseUrl(address).apiKey("none").build())
                .openAiClientAsync(streaming).options(OpenAiChatOptions.builder().model("eyes").build()).build());
    }

    @Test
    void conversationWithPictures() {
        ChatClient remembering = client.mutate().defaultAdvisors(
                MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build()).build()).build();
        assertThat(remembering.prompt().advisors(each -> each.param(ChatMemory.CONVERSATION_ID, "c"))
                .user(user -> user.text("What is this?").media(picture())).call().content())
                .isEqualTo("You sent 1 picture and said: What is this?");
        assertThat(remembering.prompt().advisors(each -> each.param(ChatMemory.CONVERSATION_ID, "c")).user("Sure?")
                .call().content()).isEqualTo("You sent 0 pictures and said: Sure?");
    }

    @Test
    void streaming() {
        List<String> pieces = client.prompt().user(user -> user.text("[[pieces=3]]").media(picture())).stream()
                .content().collectList().blockOptional().orElseThrow();

        assertThat(String.join("", pieces)).isEqualTo("1 2 3 ");
    }

    @Test
    void tools() {
        assertThat(client.prompt().tools(new Weather())
                .user(user -> user.text("[[call=weather]]").media(picture())).call().content())
                .isEqualTo("The tools said: \"rain in some city\"");
        assertThat(String.join("", client.prompt().tools(new Weather()).user("[[call=weather]]").stream().content()
                .collectList().blockOptional().orElseThrow())).contains("rain in some city");
    }

    @Test
    void structuredOutput() {
        Place place = client.prompt().user(user -> user.text("Where is this?").media(picture())).call()
                .entity(Place.class, spec -> spec.useProviderStructuredOutput());

        assertThat(place).isEqualTo(new Place("some city", 1));
    }

    private static Media picture() {
        return Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(Base64.getDecoder().decode("iVBORw0KGgo="))
                .build();
    }
}
