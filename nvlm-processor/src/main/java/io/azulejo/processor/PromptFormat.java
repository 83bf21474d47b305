package io.azulejo.processor;

/** Which of the published forms a conversation is written in. */
public enum PromptFormat {

    /** The conversation format of the published model code, the one the model was trained on. */
    CHAT,

    /** The Jinja chat template that the checkpoint's tokenizer brings. */
    CHAT_TEMPLATE
}
