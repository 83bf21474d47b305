package io.azulejo.tck;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.error.BackendUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Closing ends every answer and says so. */
interface ClosingConformance extends Conformance {

    @Test
    default void closeWhenAnswersAreInProgressThenEndsThemAsUnavailable() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CountDownLatch first = new CountDownLatch(1);
        Backend backend = open();
        try {
            BackendModel model = modelOf(backend);
            assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
            model.chatModel().stream(longPrompt()).subscribe(_ -> first.countDown(), ended::completeExceptionally,
                    () -> ended.complete(null));
            Answers.await("the first piece came", () -> first.getCount() == 0);
        } finally {
            backend.close();
            backend.close();
        }
        Answers.await("the answer ended", ended::isDone);
        assertThatExceptionOfType(Exception.class).isThrownBy(ended::join)
                .withCauseInstanceOf(BackendUnavailableException.class);
        assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
        assertThat(Answers.failure(modelOf(backend), Answers.prompt("Hello", options())))
                .isInstanceOf(BackendUnavailableException.class);
    }

    private BackendModel modelOf(Backend backend) {
        String id = model().descriptor().id();
        return backend.models().stream().filter(model -> model.descriptor().id().equals(id)).findFirst().orElseThrow();
    }
}
