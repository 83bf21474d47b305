package io.azulejo.server.openai.chat;

import org.springframework.ai.chat.prompt.Prompt;

/**
 * What a request asks for.
 *
 * @param prompt what goes to the model; its options name one
 * @param model the model's id
 * @param stream whether the answer comes in chunks
 * @param includeUsage whether a last chunk tells the usage
 */
record ChatCompletionCall(Prompt prompt, String model, boolean stream, boolean includeUsage) {}
