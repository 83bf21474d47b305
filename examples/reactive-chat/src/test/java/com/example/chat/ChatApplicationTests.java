package com.example.chat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import io.azulejo.test.TinyModel;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine answers in this JVM in place of the remote Azulejo. */
@SpringBootTest
@AutoConfigureWebTestClient(timeout = "30s")
@TinyModel
class ChatApplicationTests {

    @Autowired
    private WebTestClient http;
    @Autowired
    private ChatMemory memory;

    @Test
    void anAnswerAboutAPictureIsStreamed() throws IOException {
        List<ChatController.Piece> pieces = ask("one", "What is this?", picture());
        assertThat(pieces).hasSizeGreaterThan(1);
    }

    @Test
    void thePictureIsRememberedForTheNextTurn() throws IOException {
        ask("two", "What is this?", picture());
        assertThat(ask("two", "And its colour?", null)).isNotEmpty();
        assertThat(memory.get("two")).hasSize(4).first()
                .isInstanceOfSatisfying(UserMessage.class, message -> assertThat(message.getMedia()).hasSize(1));
    }

    private List<ChatController.Piece> ask(String conversation, String question, byte[] picture) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("question", question, MediaType.TEXT_PLAIN);
        if (picture != null) {
            form.part("picture", new ByteArrayResource(picture), MediaType.IMAGE_PNG).filename("picture.png");
        }
        return http.post().uri("/conversations/" + conversation).accept(MediaType.TEXT_EVENT_STREAM)
                .body(BodyInserters.fromMultipartData(form.build())).exchange().expectStatus().isOk()
                .returnResult(ChatController.Piece.class).getResponseBody().collectList().block();
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillOval(4, 4, 24, 24);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
