package io.azulejo.api.model;

import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * A tool that whoever asked runs, such as a client of the OpenAI-compatible API: the model is told of it, and calls of it
 * are part of the answer.
 *
 * @param name what calls name
 * @param description what it is for; empty where nobody says
 * @param inputSchema the JSON schema of a call's arguments
 * @param strict whether a call's arguments must be valid by the schema, so that a schema that cannot be held to is refused
 */
public record DeclaredTool(String name, String description, String inputSchema, boolean strict)
        implements
            ToolCallback,
            ToolDefinition {

    @Override
    public ToolDefinition getToolDefinition() {
        return this;
    }

    @Override
    public String call(String toolInput) {
        throw new UnsupportedOperationException("The tool '" + name + "' is run by whoever asked.");
    }
}
