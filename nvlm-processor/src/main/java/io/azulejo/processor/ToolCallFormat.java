package io.azulejo.processor;

/**
 * How a model writes that it calls a tool: {@code <tool_call>}, a JSON object with the tool's name and the arguments,
 * {@code </tool_call>}. This is the form of the Hermes models, which Qwen2.5's published chat template has too.
 */
public final class ToolCallFormat {

    /** Before a call. */
    public static final String START = "<tool_call>";
    /** After a call. */
    public static final String END = "</tool_call>";
    /** Between two calls, and between a text and a call. */
    public static final String SEPARATOR = "\n";
    /** Before the tool's name. */
    public static final String OPEN = START + "\n{\"name\": \"";
    /** Between the tool's name and the arguments. */
    public static final String ARGUMENTS = "\", \"arguments\": ";
    /** After the arguments. */
    public static final String CLOSE = "}\n" + END;

    private ToolCallFormat() {}
}
