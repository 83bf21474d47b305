package io.azulejo.processor.prompt;

/** One way to write a conversation's turns down, ready for the answer. */
interface PromptForm {

    void write(Conversation conversation, PromptWriter writer);
}
