package io.azulejo.server.limit;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.security.Person;

/**
 * What somebody asks for.
 *
 * @param size counts the prompt; only asked where a limit depends on it
 * @param maxTokens the most tokens of each answer, if the request says so
 * @param answers how many answers
 * @param isRequest whether it is one of the person's requests; else only its tokens count
 */
public record Asked(Person person, String model, Supplier<PromptSize> size, @Nullable Integer maxTokens, int answers,
        boolean isRequest) {

    public Asked(Person person, String model, Supplier<PromptSize> size, @Nullable Integer maxTokens, int answers) {
        this(person, model, size, maxTokens, answers, true);
    }
}
