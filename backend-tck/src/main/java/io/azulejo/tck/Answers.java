package io.azulejo.tck;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Asks a model and reads what it answers. */
final class Answers {

    /** How long the kit waits for anything; not how long anything should take. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Answers() {}

    static Prompt prompt(String text, GenerationOptions.Builder options) {
        return new Prompt(new UserMessage(text), options.build());
    }

    static List<ChatResponse> stream(BackendModel model, Prompt prompt) {
        List<ChatResponse> responses = model.chatModel().stream(prompt).collectList().block(PATIENCE);
        assertThat(responses).isNotEmpty();
        return responses == null ? List.of() : responses;
    }

    static ChatResponse call(BackendModel model, Prompt prompt) {
        ChatResponse response = Mono.fromCallable(() -> model.chatModel().call(prompt))
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()).block(PATIENCE);
        if (response == null) {
            throw new AssertionError("The model gave no response");
        }
        return response;
    }

    static String text(List<ChatResponse> responses) {
        StringBuilder text = new StringBuilder();
        responses.forEach(response -> text.append(text(response)));
        return text.toString();
    }

    static String text(ChatResponse response) {
        String text = generation(response).getOutput().getText();
        return text == null ? "" : text;
    }

    static Generation generation(ChatResponse response) {
        assertThat(response.getResults()).hasSize(1);
        return response.getResults().getFirst();
    }

    static TokenUsage usage(ChatResponse response) {
        assertThat(response.getMetadata().getUsage()).isInstanceOf(TokenUsage.class);
        return (TokenUsage) response.getMetadata().getUsage();
    }

    static List<TokenLogprob> logprobs(ChatResponse response) {
        List<TokenLogprob> logprobs = generation(response).getMetadata().get(TokenLogprob.METADATA_KEY);
        return logprobs == null ? List.of() : logprobs;
    }

    /** The error with which an answer ends; that it is thrown before the subscription fails the test. */
    static BackendException failure(BackendModel model, Prompt prompt) {
        var answer = model.chatModel().stream(prompt);
        try {
            answer.collectList().block(PATIENCE);
        } catch (BackendException e) {
            return e;
        }
        return fail("The answer ended without an error");
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("It did not come about that " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
