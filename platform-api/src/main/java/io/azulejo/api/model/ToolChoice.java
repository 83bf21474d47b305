package io.azulejo.api.model;

/** Whether an answer calls tools. */
public sealed interface ToolChoice {

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** It calls none, and is told of none. */
    record None() implements ToolChoice {}

    /** It calls one or more, whichever it chooses. */
    record Required() implements ToolChoice {}

    /** It calls this one. */
    record Named(String tool) implements ToolChoice {}

    /** Whether the answer must be a call. */
    default boolean isForced() {
        return this instanceof Required || this instanceof Named;
    }
}
