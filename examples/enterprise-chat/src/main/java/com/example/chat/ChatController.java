package com.example.chat;

import java.util.Objects;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.TokenUsage;

@RestController
class ChatController {

    private final ChatClient chat;

    ChatController(ChatClient.Builder builder, ChatMemory memory) {
        this.chat = builder.defaultSystem("You answer in one short sentence.")
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
    }

    /** @param pictureTokens tokens of the prompt that stand for pictures, those of earlier turns included */
    record Answer(String text, int promptTokens, int pictureTokens) {}

    @PostMapping("/conversations/{id}")
    Answer ask(@PathVariable String id, @RequestParam String question,
            @RequestParam(required = false) MultipartFile picture) {
        ChatResponse response = chat.prompt().advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, id))
                .user(user -> {
                    user.text(question);
                    if (picture != null) {
                        user.media(MimeTypeUtils.parseMimeType(Objects.requireNonNullElse(picture.getContentType(),
                                MimeTypeUtils.IMAGE_PNG_VALUE)), picture.getResource());
                    }
                }).call().chatResponse();
        TokenUsage usage = (TokenUsage) response.getMetadata().getUsage();
        return new Answer(response.getResult().getOutput().getText(), usage.promptTokens(), usage.imageTokens());
    }

    @ExceptionHandler
    ProblemDetail refused(BackendException refusal) {
        HttpStatus status = switch (refusal) {
            case InvalidRequestException _, UnsupportedRequestException _ -> HttpStatus.BAD_REQUEST;
            case OverCapacityException _ -> HttpStatus.TOO_MANY_REQUESTS;
            default -> HttpStatus.BAD_GATEWAY;
        };
        return ProblemDetail.forStatusAndDetail(status, refusal.getMessage());
    }
}
