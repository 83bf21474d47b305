package io.azulejo.server.generation;

import java.util.List;
import java.util.UUID;

import org.springframework.ai.chat.prompt.Prompt;

/**
 * An answer and what it was given to.
 *
 * @param model the model that gave it
 * @param prompt what the model was asked
 * @param pictures the pictures of the prompt, in order
 * @param text the answer
 */
public record AnswerPrompt(String model, Prompt prompt, List<UUID> pictures, String text) {}
