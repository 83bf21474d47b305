package io.azulejo.libtorch;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.DeclaredTool;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ResponseFormat;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.libtorch.grammar.ToolCalls;
import io.azulejo.processor.ToolCallFormat;

/**
 * What an answer is held to: a document, calls of tools, or one of the two.
 *
 * @param document null where it must be calls
 * @param calls null where it must be a document
 */
record AnswerForm(@Nullable ResponseFormat document, @Nullable ToolCalls calls) {

    private static final ToolCalls.Format FORMAT = new ToolCalls.Format(ToolCallFormat.OPEN, ToolCallFormat.ARGUMENTS,
            ToolCallFormat.CLOSE, ToolCallFormat.SEPARATOR);

    /** Null where an answer is held to nothing. */
    static @Nullable AnswerForm of(GenerationOptions options) {
        ToolChoice choice = options.toolChoice();
        ResponseFormat document = options.responseFormat();
        boolean forced = choice != null && choice.isForced();
        if (!forced && document == null) {
            return null;
        }
        String only = choice instanceof ToolChoice.Named(String tool) ? tool : null;
        List<ToolCalls.Tool> tools = options.tools().stream()
                .filter(tool -> only == null || tool.getToolDefinition().name().equals(only))
                .map(tool -> new ToolCalls.Tool(tool.getToolDefinition().name(),
                        tool.getToolDefinition().inputSchema(),
                        tool instanceof DeclaredTool declared && declared.strict()))
                .toList();
        boolean several = only == null && !Boolean.FALSE.equals(options.parallelToolCalls());
        return new AnswerForm(forced ? null : document,
                tools.isEmpty() ? null : new ToolCalls(tools, several, FORMAT));
    }

    /** The document's schema; null for any object. */
    static @Nullable String schema(@Nullable ResponseFormat document) {
        return document instanceof ResponseFormat.JsonSchema json ? json.schema() : null;
    }

    /** How much there is to read. */
    int length() {
        String schema = schema(document);
        return (schema == null ? 0 : schema.length())
                + (calls == null ? 0 : calls.tools().stream().mapToInt(tool -> tool.schema().length()).sum());
    }

    /** The parameter to name where it cannot be held to. */
    String parameter() {
        return document == null ? "tools" : GenerationParameter.RESPONSE_FORMAT.wireName();
    }
}
