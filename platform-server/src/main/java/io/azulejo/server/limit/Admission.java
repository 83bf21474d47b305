package io.azulejo.server.limit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.azulejo.api.model.TokenUsage;

/**
 * A request that was let in. Its answers are watched, and what they cost is told at its end, once. An answer that told
 * nothing of its cost, as it was stopped, is taken to cost its prompt and a token for each piece of text.
 */
public final class Admission {

    private final @Nullable TokenUsage prompt;
    private final Runnable hold;
    private final Consumer<@Nullable TokenUsage> settle;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param prompt what the prompt costs, where it was counted
     * @param hold tells that somebody will end it
     * @param settle takes what it cost; null where nothing was answered
     */
    Admission(@Nullable TokenUsage prompt, Runnable hold, Consumer<@Nullable TokenUsage> settle) {
        this.prompt = prompt;
        this.hold = hold;
        this.settle = settle;
    }

    /** One that nobody counts. */
    public static Admission uncounted() {
        return new Admission(null, () -> {}, _ -> {});
    }

    /** Whoever calls it ends it; else it is given up after a while. */
    public Admission hold() {
        hold.run();
        return this;
    }

    /** The same answer, watched. */
    public Flux<ChatResponse> count(Flux<ChatResponse> answer) {
        Answer counted = new Answer();
        answers.add(counted);
        return answer.doOnNext(counted::take);
    }

    /** Tells what it cost. Blocks. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            settle.accept(answers.stream().allMatch(Answer::isEmpty) ? null : cost());
        }
    }

    /** The prompt counts once, however many answers there are. */
    private TokenUsage cost() {
        int prompts = prompt == null ? 0 : prompt.promptTokens();
        int pictures = prompt == null ? 0 : prompt.imageTokens();
        int completions = 0;
        for (Answer answer : answers) {
            TokenUsage usage = answer.usage;
            prompts = Math.max(prompts, usage == null ? 0 : usage.promptTokens());
            pictures = Math.max(pictures, usage == null ? 0 : usage.imageTokens());
            completions += usage == null ? answer.pieces.get() : usage.completionTokens();
        }
        return new TokenUsage(prompts, completions, pictures, 0);
    }

    private static final class Answer {

        private final AtomicInteger pieces = new AtomicInteger();
        private volatile @Nullable TokenUsage usage;

        private boolean isEmpty() {
            return usage == null && pieces.get() == 0;
        }

        private void take(ChatResponse response) {
            if (response.getResult() != null) {
                String text = response.getResult().getOutput().getText();
                if (text != null && !text.isEmpty()) {
                    pieces.incrementAndGet();
                }
            }
            Usage told = response.getMetadata().getUsage();
            if (told instanceof TokenUsage exact) {
                usage = exact;
            } else if (told != null && told.getNativeUsage() instanceof TokenUsage exact) {
                usage = exact;
            }
        }
    }
}
