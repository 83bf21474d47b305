package io.azulejo.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Disposable;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.TokenUsage;

/**
 * One answer and when each of its tokens came. The models measured have no token without text, so each piece of the
 * stream is one token.
 */
final class TimedAnswer {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final long start = System.nanoTime();
    private final List<Double> times = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Disposable subscription;
    private @Nullable Throwable failure;
    private int tokens;

    private TimedAnswer(BackendModel model, Prompt prompt) {
        subscription = model.chatModel().stream(prompt).subscribe(this::piece, this::failed, end::countDown);
    }

    static TimedAnswer start(BackendModel model, Prompt prompt) {
        return new TimedAnswer(model, prompt);
    }

    private synchronized void piece(ChatResponse response) {
        times.add((System.nanoTime() - start) / 1e9);
        text.append(response.getResults().getFirst().getOutput().getText());
        if (response.getMetadata().getUsage() instanceof TokenUsage usage) {
            tokens = usage.getCompletionTokens();
        }
        notifyAll();
    }

    private synchronized void failed(Throwable e) {
        failure = e;
        end.countDown();
        notifyAll();
    }

    /** Waits for the end. */
    TimedAnswer await() throws InterruptedException {
        if (!end.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            cancel();
            throw new IllegalStateException("An answer took longer than " + LIMIT.toSeconds() + " s");
        }
        synchronized (this) {
            if (failure != null) {
                throw new IllegalStateException("An answer failed: " + failure, failure);
            }
            if (times.size() != tokens) {
                throw new IllegalStateException(
                        "An answer of " + tokens + " tokens came in " + times.size() + " pieces");
            }
        }
        return this;
    }

    /** Waits until so many tokens are there. */
    synchronized void awaitTokens(int count) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (times.size() < count) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || failure != null || end.getCount() == 0) {
                throw new IllegalStateException("An answer stopped after " + times.size() + " of " + count
                        + " tokens: " + failure);
            }
            wait(left);
        }
    }

    void cancel() {
        subscription.dispose();
    }

    /** {@link System#nanoTime} of its start. */
    long startNanos() {
        return start;
    }

    /** Seconds from the start to each token. */
    synchronized List<Double> times() {
        return List.copyOf(times);
    }

    double firstToken() {
        return times().getFirst();
    }

    synchronized String text() {
        return text.toString();
    }

    /** Tokens a second from the first to the last. */
    double rate() {
        List<Double> at = times();
        return (at.size() - 1) / (at.getLast() - at.getFirst());
    }

    /** Seconds between neighbouring tokens of which the later came between two moments, in seconds from the start. */
    List<Double> gaps(double from, double to) {
        List<Double> at = times();
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            if (at.get(i) > from && at.get(i) <= to) {
                gaps.add(at.get(i) - at.get(i - 1));
            }
        }
        return gaps;
    }
}
