package io.azulejo.api.model;

/**
 * A piece of a tool call that is being written. When it is whole, the call is part of an
 * {@link org.springframework.ai.chat.messages.AssistantMessage} as well, so who does not care for pieces need not read
 * them.
 *
 * @param index which call of the answer it is part of, from 0
 * @param id the call's id
 * @param name the tool's name
 * @param arguments the next piece of the arguments' JSON; empty in the first piece of a call
 */
public record ToolCallDelta(int index, String id, String name, String arguments) {

    /** Key of the {@code List<ToolCallDelta>} in the metadata of a Spring AI generation. */
    public static final String METADATA_KEY = "azulejo.tool-call-deltas";
}
