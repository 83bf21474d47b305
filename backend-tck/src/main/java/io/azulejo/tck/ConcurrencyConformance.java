package io.azulejo.tck;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers made together are what each is alone. */
interface ConcurrencyConformance extends Conformance {

    @Test
    default void answersWhenMadeTogetherThenAreNotMixed() {
        int parallel = 24;
        List<Prompt> prompts = IntStream.range(0, parallel).mapToObj(
                i -> Answers.prompt("My number is " + i * 7919 + ".", options().maxTokens(24).temperature(0.0)))
                .toList();
        List<String> alone = prompts.stream().map(prompt -> Answers.text(Answers.stream(model(), prompt))).toList();

        List<String> together = Flux.fromIterable(prompts)
                .flatMapSequential(prompt -> model().chatModel().stream(prompt).collectList().map(Answers::text),
                        parallel)
                .collectList().block(Answers.PATIENCE);

        assertThat(together).isEqualTo(alone);
        assertThat(alone.stream().distinct().count()).as("the answers tell the prompts apart")
                .isGreaterThan(parallel / 2);
    }
}
