package com.example.chat;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Questions about one picture that nobody need remember. */
@RestController
class PictureController {

    private final ChatClient chat;
    private final TileStock stock;

    PictureController(ChatClient.Builder builder, TileStock stock) {
        this.chat = builder.build();
        this.stock = stock;
    }

    enum Shape {
        SQUARE, CIRCLE, STAR
    }

    /** What is in a picture. The engine lets the model write nothing but a valid one. */
    record Sighting(Shape shape, int count) {}

    @PostMapping("/sightings")
    Sighting sighting(@RequestParam MultipartFile picture) {
        return chat.prompt().user(user -> user.text("Which shape is it, and how many are there?")
                .media(MimeTypeUtils.IMAGE_PNG, picture.getResource()))
                .call().entity(Sighting.class, output -> output.useProviderStructuredOutput());
    }

    /** The model may look into the stock before it answers. */
    @PostMapping("/stock-questions")
    String stock(@RequestParam String question) {
        return chat.prompt().tools(stock).user(user -> user.text("{question}").param("question", question)).call()
                .content();
    }
}
