package io.azulejo.processor;

import java.util.List;

/**
 * What a model is given: a conversation, and the tools that it may call.
 *
 * @param messages in order
 * @param tools in the order in which the model is told of them
 */
public record Chat(List<ChatMessage> messages, List<ChatTool> tools) {

    public Chat {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** A conversation without tools. */
    public static Chat of(List<ChatMessage> messages) {
        return new Chat(messages, List.of());
    }
}
