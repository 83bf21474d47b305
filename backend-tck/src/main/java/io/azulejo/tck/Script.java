package io.azulejo.tck;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.GenerationOptions;

/** Decides what a {@link ScriptedBackend} answers. */
@FunctionalInterface
public interface Script {

    ScriptedAnswer answer(Prompt prompt, GenerationOptions options);
}
