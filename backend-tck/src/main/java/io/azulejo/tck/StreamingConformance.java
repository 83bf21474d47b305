package io.azulejo.tck;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.BaseSubscriber;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;

/** Pieces come in order, whole characters each, and then one end. */
interface StreamingConformance extends Conformance {

    @Test
    default void streamWhenAnswerEndsThenOnlyTheLastResponseCarriesTheEnd() {
        List<ChatResponse> responses = Answers.stream(model(),
                Answers.prompt("Good morning!", options().maxTokens(20)));

        for (ChatResponse response : responses.subList(0, responses.size() - 1)) {
            assertThat(Answers.generation(response).getMetadata().getFinishReason()).isNull();
            assertThat(response.getMetadata().getUsage()).isNotInstanceOf(TokenUsage.class);
            assertThat(Answers.text(response)).isNotEmpty();
        }
        ChatResponse last = responses.getLast();
        assertThat(Answers.generation(last).getMetadata().getFinishReason()).isIn(FinishReason.STOP.wireName(),
                FinishReason.LENGTH.wireName());
        assertThat(Answers.usage(last).promptTokens()).isPositive();
        assertThat(Answers.usage(last).completionTokens()).isPositive();
    }

    @Test
    default void streamAndCallWhenGreedyThenGiveTheSame() {
        Prompt prompt = Answers.prompt("What do you see?", options().maxTokens(30).temperature(0.0));

        List<ChatResponse> streamed = Answers.stream(model(), prompt);
        ChatResponse called = Answers.call(model(), prompt);

        assertThat(Answers.text(called)).isEqualTo(Answers.text(streamed));
        // The second may find in a cache what the first has computed.
        assertThat(Answers.usage(called)).usingRecursiveComparison().ignoringFields("cachedTokens")
                .isEqualTo(Answers.usage(streamed.getLast()));
        assertThat(Answers.generation(called).getMetadata().getFinishReason())
                .isEqualTo(Answers.generation(streamed.getLast()).getMetadata().getFinishReason());
    }

    @Test
    default void streamWhenAnswerIsLongThenComesInManyPiecesOfWholeCharacters() {
        List<ChatResponse> responses = Answers.stream(model(), longPrompt());

        assertThat(responses).as("the answer streams").hasSizeGreaterThan(10);
        for (ChatResponse response : responses) {
            String text = Answers.text(response);
            if (!text.isEmpty()) {
                assertThat(Character.isLowSurrogate(text.charAt(0))).isFalse();
                assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse();
            }
        }
    }

    @Test
    default void streamWhenSubscribedTwiceThenAnswersTwice() {
        var answer = model().chatModel().stream(Answers.prompt("Hello", options().maxTokens(5).temperature(0.0)));

        String first = answer.collectList().map(Answers::text).block(Answers.PATIENCE);
        String second = answer.collectList().map(Answers::text).block(Answers.PATIENCE);

        assertThat(second).isEqualTo(first);
    }

    @Test
    default void modelWhenAskedForItsOwnNameThenTellsIt() {
        ChatResponse response = Answers.call(model(), Answers.prompt("Hello", options().maxTokens(3)));

        assertThat(response.getMetadata()).extracting(ChatResponseMetadata::getModel)
                .isEqualTo(model().descriptor().id());
    }

    @Test
    default void readerWhenItIsSlowThenDoesNotHoldUpAnother() {
        CountDownLatch first = new CountDownLatch(1);
        BaseSubscriber<ChatResponse> idle = new BaseSubscriber<>() {

            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(ChatResponse response) {
                first.countDown();
                // Asks for no more, and holds the thread that it was told on.
                try {
                    Thread.sleep(1500);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        model().chatModel().stream(longPrompt()).subscribe(idle);
        try {
            Answers.await("the first piece came", () -> first.getCount() == 0);

            List<ChatResponse> other = Answers.stream(model(), Answers.prompt("Hello", options().maxTokens(5)));

            assertThat(Answers.usage(other.getLast()).completionTokens()).isPositive();
        } finally {
            idle.cancel();
        }
    }
}
