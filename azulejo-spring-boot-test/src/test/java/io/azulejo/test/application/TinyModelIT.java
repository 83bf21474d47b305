package io.azulejo.test.application;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import io.azulejo.api.model.TokenUsage;
import io.azulejo.autoconfigure.AzulejoChatModel;
import io.azulejo.test.TinyModel;

import static org.assertj.core.api.Assertions.assertThat;

/** An application as its developer sees it: configured for a model on a GPU, tested with the tiny one. */
@SpringBootTest(classes = TinyModelIT.PictureApplication.class, properties = {
        "spring.ai.azulejo.model.path=/models/NVLM-D-72B", "spring.ai.azulejo.model.device-map=card",
        "spring.ai.azulejo.chat.model=nvlm", "spring.ai.azulejo.chat.max-tokens=12"})
@TinyModel
class TinyModelIT {

    @SpringBootApplication
    static class PictureApplication {}

    @Autowired
    private ChatClient.Builder clients;
    @Autowired
    private ChatMemory memory;
    @Autowired
    private AzulejoChatModel model;
    @Autowired
    private HealthIndicator azulejoHealthIndicator;
    @Autowired
    private MeterRegistry meters;

    @Test
    void aPictureIsAskedAboutWithoutANetwork() throws IOException {
        ChatResponse red = ask(Color.RED);
        TokenUsage usage = (TokenUsage) red.getMetadata().getUsage();
        assertThat(usage.imageTokens()).isPositive();
        assertThat(usage.completionTokens()).isBetween(1, 12);
        assertThat(text(red)).isNotEmpty().isEqualTo(text(ask(Color.RED))).isNotEqualTo(text(ask(Color.BLUE)));
    }

    private ChatResponse ask(Color color) throws IOException {
        ByteArrayResource picture = picture(color);
        return clients.build().prompt().user(user -> user.text("What is this?").media(MimeTypeUtils.IMAGE_PNG, picture))
                .call().chatResponse();
    }

    private static String text(ChatResponse response) {
        return response.getResult().getOutput().getText();
    }

    @Test
    void optionsOfOneRequestLeaveTheOtherDefaultsAsTheyAre() {
        ChatResponse response = clients.build().prompt("Hello")
                .options(ChatOptions.builder().temperature(0.7)).call()
                .chatResponse();
        assertThat(response.getMetadata().getUsage().getCompletionTokens()).isBetween(1, 12);
    }

    @Test
    void streamsAnswerPieceByPiece() {
        List<String> pieces = clients.build().prompt("Hello").stream().content().collectList()
                .block(Duration.ofSeconds(30));
        assertThat(pieces).hasSizeGreaterThan(1);
    }

    @Test
    void springAisMemoryKeepsThePictureForTheNextTurn() throws IOException {
        ChatClient client = clients.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
        ByteArrayResource picture = picture(Color.GREEN);
        client.prompt().advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "one"))
                .user(user -> user.text("What is this?").media(MimeTypeUtils.IMAGE_PNG, picture)).call().content();
        ChatResponse second = client.prompt()
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "one")).user("And its colour?")
                .call().chatResponse();
        assertThat(((TokenUsage) second.getMetadata().getUsage()).imageTokens()).isPositive();
    }

    @Test
    void theModelHasTheNameThatTheApplicationGaveIt() {
        assertThat(model.descriptor().id()).isEqualTo("nvlm");
        assertThat(azulejoHealthIndicator.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void answersAreCountedByTheMetersOfSpringAiAndOfTheEngine() {
        clients.build().prompt("Hello").call().content();
        assertThat(meters.get("gen_ai.client.operation").tag("gen_ai.system", "azulejo").timer().count()).isPositive();
        assertThat(meters.get("gen_ai.client.token.usage").tag("gen_ai.token.type", "output").counter().count())
                .isPositive();
        assertThat(meters.getMeters()).anyMatch(meter -> "tiny".equals(meter.getId().getTag("backend")));
    }

    private static ByteArrayResource picture(Color color) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(4, 4, 24, 24);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return new ByteArrayResource(out.toByteArray());
    }
}
