package com.example.chat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import io.azulejo.test.TinyModel;

import static org.assertj.core.api.Assertions.assertThat;

/** A conversation about a picture, with the whole engine and without a network. */
@SpringBootTest
@AutoConfigureMockMvc
@TinyModel
class ChatApplicationTests {

    @Autowired
    private MockMvcTester http;
    @Autowired
    private JdbcClient database;

    @Test
    void theSecondQuestionIsAnsweredWithThePictureOfTheFirst() throws IOException {
        MvcTestResult first = ask("one", "What is this?", picture(Color.RED));
        assertThat(first).hasStatusOk().bodyJson().extractingPath("$.text").asString().isNotEmpty();
        assertThat(first).bodyJson().extractingPath("$.pictureTokens").asNumber().satisfies(
                tokens -> assertThat(tokens.intValue()).isPositive());
        assertThat(ask("one", "And {what} colour?", null)).hasStatusOk().bodyJson().extractingPath("$.pictureTokens")
                .asNumber().satisfies(tokens -> assertThat(tokens.intValue()).isPositive());
    }

    @Test
    void aPictureIsStoredOnceHoweverOftenItIsShown() throws IOException {
        byte[] picture = picture(Color.BLUE);
        ask("two", "What is this?", picture);
        ask("two", "And now?", picture);
        ask("three", "And here?", picture);
        assertThat(database.sql("select count(*) from picture where bytes = ?").param(picture).query(Integer.class)
                .single()).isOne();
    }

    @Test
    void aPictureThatCannotBeReadIsTheSendersFault() {
        assertThat(ask("four", "What is this?", new byte[]{1, 2, 3})).hasStatus(400);
    }

    @Test
    void whatIsSeenIsAnObjectOfTheApplication() throws IOException {
        assertThat(http.post().uri("/sightings").multipart()
                .file(new MockMultipartFile("picture", "picture.png", "image/png", picture(Color.RED)))).hasStatusOk()
                .bodyJson().extractingPath("$.shape").asString().isIn("SQUARE", "CIRCLE", "STAR");
    }

    private MvcTestResult ask(String conversation, String question, byte[] picture) {
        var request = http.post().uri("/conversations/" + conversation).multipart();
        if (picture != null) {
            request.file(new MockMultipartFile("picture", "picture.png", "image/png", picture));
        }
        return request.param("question", question).exchange();
    }

    private static byte[] picture(Color color) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(4, 4, 24, 24);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
