package io.azulejo.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.definition.ToolDefinition;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ToolChoice;

/** Answers that call tools, or have their results. */
final class ScriptedCalls {

    private static final Pattern DIRECTIVE = Pattern.compile("\\[\\[call=([^\\]\\s]+)\\s*\\]\\]");

    private ScriptedCalls() {}

    /** Empty where no tool comes into it. */
    static Optional<ScriptedAnswer> answer(Prompt prompt, GenerationOptions options) {
        if (prompt.getInstructions().isEmpty() || (options.tools().isEmpty()
                && !(prompt.getInstructions().getLast() instanceof ToolResponseMessage))) {
            return Optional.empty();
        }
        if (prompt.getInstructions().getLast() instanceof ToolResponseMessage results
                && !(options.toolChoice() != null && options.toolChoice().isForced())) {
            return Optional.of(ScriptedAnswer.words("The tools said: " + results.getResponses().stream()
                    .map(ToolResponse::responseData).collect(Collectors.joining(", "))));
        }
        List<String> names = called(prompt, options);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        ScriptedAnswer answer = ScriptedAnswer.of();
        for (String name : names) {
            answer = answer.calling(name, SchemaExample.of(definition(name, options).inputSchema()).toString());
        }
        return Optional.of(answer);
    }

    private static List<String> called(Prompt prompt, GenerationOptions options) {
        if (options.toolChoice() instanceof ToolChoice.Named(String tool)) {
            return List.of(tool);
        }
        List<UserMessage> users = prompt.getUserMessages();
        Matcher directive = DIRECTIVE.matcher(users.isEmpty() ? "" : String.valueOf(users.getLast().getText()));
        List<String> names = new ArrayList<>();
        if (directive.find()) {
            names.addAll(Arrays.asList(directive.group(1).split(",")));
        } else if (options.toolChoice() instanceof ToolChoice.Required) {
            names.add(options.tools().getFirst().getToolDefinition().name());
        }
        return Boolean.FALSE.equals(options.parallelToolCalls()) && !names.isEmpty()
                ? List.of(names.getFirst())
                : names;
    }

    private static ToolDefinition definition(String name, GenerationOptions options) {
        return options.tools().stream().map(tool -> tool.getToolDefinition())
                .filter(definition -> definition.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalStateException("The script calls the tool '" + name
                        + "', which it was not told of"));
    }
}
