package io.azulejo.server.openai.chat;

import java.util.List;
import java.util.stream.IntStream;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.GenerationOptions;

/**
 * What a request asks for.
 *
 * @param prompt what goes to the model; its options name one
 * @param choices how many answers
 * @param model the model's id
 * @param stream whether the answer comes in chunks
 * @param includeUsage whether a last chunk tells the usage
 */
record ChatCompletionCall(Prompt prompt, int choices, String model, boolean stream, boolean includeUsage) {

    /** A prompt for each answer, which differ in their seeds where there is one. */
    List<Prompt> prompts() {
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        Long seed = options.seed();
        return IntStream.range(0, choices)
                .mapToObj(choice -> seed == null || choice == 0
                        ? prompt
                        : new Prompt(prompt.getInstructions(), options.mutate().seed(seed + choice).build()))
                .toList();
    }
}
