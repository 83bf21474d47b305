package io.azulejo.server.limit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;

/**
 * A request that was let in. Its answers are watched, and what they cost is told at its end, once. An answer that told
 * nothing of its cost, as it was stopped, is taken to cost its prompt and a token for each piece of text.
 */
public final class Admission {

    private final Supplier<PromptSize> prompt;
    private final AtomicInteger left;
    private final Runnable hold;
    private final Consumer<@Nullable TokenUsage> settle;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param prompt counts the prompt; only asked where an answer did not tell
     * @param answers how many there will be
     * @param hold tells that somebody will end it
     * @param settle takes what it cost; null where nothing was answered
     */
    Admission(Supplier<PromptSize> prompt, int answers, Runnable hold, Consumer<@Nullable TokenUsage> settle) {
        this.prompt = prompt;
        this.left = new AtomicInteger(answers);
        this.hold = hold;
        this.settle = settle;
    }

    /** One that nobody counts. */
    public static Admission uncounted() {
        return new Admission(() -> new PromptSize(0, 0, 0, List.of()), 1, () -> {}, _ -> {});
    }

    /** Whoever calls it ends it; else it is given up after a while. */
    public Admission hold() {
        hold.run();
        return this;
    }

    /** The same answer, watched. The last one is not over before what all cost is told. */
    public Flux<ChatResponse> count(Flux<ChatResponse> answer) {
        Answer counted = new Answer();
        answers.add(counted);
        return answer.doOnNext(counted::take).concatWith(Flux.defer(() -> answered().flux()))
                .onErrorResume(error -> answered().thenMany(Flux.error(error)));
    }

    private Mono<ChatResponse> answered() {
        return left.decrementAndGet() > 0
                ? Mono.empty()
                : Mono.<ChatResponse>fromRunnable(this::end).subscribeOn(Schedulers.boundedElastic());
    }

    /** Tells what it cost. Blocks. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            settle.accept(answers.stream().allMatch(Answer::isEmpty) ? null : cost());
        }
    }

    /** The prompt counts once, however many answers there are. */
    private TokenUsage cost() {
        boolean told = answers.stream().anyMatch(answer -> answer.usage != null);
        PromptSize size = told ? null : prompt();
        int prompts = size == null ? 0 : size.promptTokens();
        int pictures = size == null ? 0 : size.imageTokens();
        int completions = 0;
        for (Answer answer : answers) {
            TokenUsage usage = answer.usage;
            prompts = Math.max(prompts, usage == null ? 0 : usage.promptTokens());
            pictures = Math.max(pictures, usage == null ? 0 : usage.imageTokens());
            completions += usage == null ? answer.pieces.get() : usage.completionTokens();
        }
        return new TokenUsage(prompts, completions, pictures, 0);
    }

    private @Nullable PromptSize prompt() {
        try {
            return prompt.get();
        } catch (RuntimeException _) {
            return null; // Its model is gone.
        }
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
