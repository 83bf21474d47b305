package io.azulejo.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancelling frees what an answer holds, at once and quietly. */
interface CancellationConformance extends Conformance {

    @Test
    default void cancelWhenAnswerIsRunningThenFreesItWithinOneStep() {
        Answers.await("nothing runs", () -> activeAnswers() == 0);
        CompletableFuture<OptionalLong> cancelled = new CompletableFuture<>();
        // take(1) cancels before it says that it is complete: whatever the load of the machine, the steps read then are
        // those before the cancellation was heard.
        model().chatModel().stream(longPrompt()).take(1).subscribe(_ -> {}, cancelled::completeExceptionally,
                () -> cancelled.complete(steps()));
        OptionalLong before = cancelled.orTimeout(60, TimeUnit.SECONDS).join();

        Answers.await("the answer is gone", () -> activeAnswers() == 0);
        before.ifPresent(steps -> assertThat(steps().orElseThrow()).as("the step in progress is the last")
                .isLessThanOrEqualTo(steps + 1));
    }

    @Test
    default void cancelWhenRepeatedOrTooLateThenDoesNothing() {
        CountDownLatch over = new CountDownLatch(1);
        Disposable answer = model().chatModel().stream(Answers.prompt("Hello", options().maxTokens(3)))
                .doOnComplete(over::countDown).subscribe();
        Answers.await("the answer ended", () -> over.getCount() == 0);
        answer.dispose();
        answer.dispose();

        Answers.await("nothing runs", () -> activeAnswers() == 0);
    }

    @Test
    default void cancelWhenManyComeAndGoThenNothingIsLeftAndAnswersStayRight() {
        var prompt = Answers.prompt("Tell me more.", options().maxTokens(20).temperature(0.0));
        String alone = Answers.text(Answers.stream(model(), prompt));
        Random random = new Random(1);
        List<Disposable> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(model().chatModel().stream(longPrompt()).onErrorComplete().subscribe());
            if (random.nextBoolean()) {
                answers.remove(random.nextInt(answers.size())).dispose();
            }
        }
        answers.forEach(Disposable::dispose);

        Answers.await("every answer is gone", () -> activeAnswers() == 0);
        assertThat(Answers.text(Answers.stream(model(), prompt))).isEqualTo(alone);
    }
}
