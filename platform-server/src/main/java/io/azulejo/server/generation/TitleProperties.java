package io.azulejo.server.generation;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Titles that models make.
 *
 * @param enabled whether conversations get a title from a model after their first answer
 * @param model the model that makes them; the one that answered where it is not set
 * @param except models that make no titles of what they answered
 * @param prompt what the model is asked; {question} and {answer} stand for how the conversation begins
 * @param maxTokens the most tokens of a title; one that is longer is not taken
 * @param timeout how long a title may take, waiting included
 */
@ConfigurationProperties("azulejo.conversations.titles")
record TitleProperties(@DefaultValue("true") boolean enabled, @Nullable String model,
        @DefaultValue("azulejo-demo") Set<String> except, @DefaultValue(DEFAULT_PROMPT) String prompt,
        @DefaultValue("32") int maxTokens, @DefaultValue("2m") Duration timeout) {

    private static final String DEFAULT_PROMPT = "Here is how a conversation begins.\n\nQuestion: {question}\n\n"
            + "Answer: {answer}\n\nWrite a title of at most six words that says what the conversation is about, in the "
            + "language of the question. Write the title alone, on one line, without quotation marks.";
}
