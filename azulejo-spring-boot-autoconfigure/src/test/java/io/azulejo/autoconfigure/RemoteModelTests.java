package io.azulejo.autoconfigure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that asks a server with OpenAI's API, as a remote Azulejo is one. */
class RemoteModelTests {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> answer(exchange, "application/json",
                "{\"object\":\"list\",\"data\":[{\"id\":\"nvlm\",\"object\":\"model\",\"max_model_len\":4096}]}"));
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, "text/event-stream",
                chunk("{\"role\":\"assistant\",\"content\":\"A red \"}", "null")
                        + chunk("{\"content\":\"square.\"}", "\"stop\"") + "data: [DONE]\n\n"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"nvlm\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private void answer(HttpExchange exchange, String type, String text) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void theServerIsAskedByItsAddressKeyAndNameOfTheModel() throws IOException {
        byte[] bytes = picture();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AzulejoAutoConfiguration.class))
                .withPropertyValues("spring.ai.azulejo.base-url=http://127.0.0.1:" + server.getAddress().getPort(),
                        "spring.ai.azulejo.api-key=secret", "spring.ai.azulejo.chat.model=nvlm",
                        "spring.ai.azulejo.chat.max-tokens=9")
                .run(context -> {
                    Media picture = Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(bytes)
                            .build();
                    Prompt prompt = new Prompt(UserMessage.builder().text("What is this?").media(picture).build());
                    assertThat(context.getBean(ChatModel.class).call(prompt).getResult()).isNotNull().satisfies(
                            answer -> assertThat(answer.getOutput().getText()).isEqualTo("A red square."));
                    assertThat(requests).last().asString().startsWith("Bearer secret")
                            .contains("\"nvlm\"", "data:image/png;base64,iVBOR").containsPattern("max_tokens\":\\s*9");
                });
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
