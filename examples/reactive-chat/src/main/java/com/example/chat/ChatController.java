package com.example.chat;

import java.util.Optional;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class ChatController {

    private static final int MAX_PICTURE_BYTES = 20 << 20;

    private final ChatClient chat;

    /** Spring AI's memory of this JVM keeps messages as they are, with their pictures. */
    ChatController(ChatClient.Builder builder, ChatMemory memory) {
        this.chat = builder.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
    }

    /** The pieces of the answer as they are made. A client that goes away stops the model. */
    @PostMapping(path = "/conversations/{id}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Piece> ask(@PathVariable String id, @RequestPart String question,
            @RequestPart(required = false) FilePart picture) {
        return picture(picture).flatMapMany(shown -> chat.prompt()
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, id)).user(user -> {
                    user.text(question);
                    shown.ifPresent(bytes -> user.media(
                            Optional.ofNullable(picture.headers().getContentType()).orElse(MediaType.IMAGE_PNG),
                            new ByteArrayResource(bytes)));
                }).stream().content().map(Piece::new));
    }

    /** JSON, so that spaces and line ends of a piece reach the client. */
    record Piece(String text) {}

    private static Mono<Optional<byte[]>> picture(FilePart picture) {
        if (picture == null) {
            return Mono.just(Optional.empty());
        }
        return DataBufferUtils.join(picture.content(), MAX_PICTURE_BYTES).map(ChatController::bytes).map(Optional::of);
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
