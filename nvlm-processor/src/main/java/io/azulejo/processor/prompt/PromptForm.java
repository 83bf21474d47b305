package io.azulejo.processor.prompt;

/** One way to write a conversation's turns down, ready for the answer. */
interface PromptForm {

    /** Whether it has a place for tools, their calls and their results. */
    boolean hasTools();

    void write(Conversation conversation, PromptWriter writer);
}
