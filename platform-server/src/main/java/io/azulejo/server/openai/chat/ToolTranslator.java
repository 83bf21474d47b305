package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.tool.ToolCallback;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.DeclaredTool;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.server.openai.OpenAiException;

/** From the tools of the wire and their calls to Spring AI's. Errors name the field. */
public final class ToolTranslator {

    private static final String TOOLS = "tools";
    private static final String CHOICE = "tool_choice";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MOST_TOOLS = 128;

    private ToolTranslator() {}

    static List<ToolCallback> tools(@Nullable List<ChatCompletionRequest.Tool> tools) {
        if (tools == null) {
            return List.of();
        }
        List<ToolCallback> translated = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            String path = TOOLS + "[" + i + "]";
            ChatCompletionRequest.Tool tool = tools.get(i);
            if (tool == null) {
                throw OpenAiException.invalid(path, "'" + path + "' is null.");
            }
            OtherParameters.checkInside(path, tool.others());
            requireFunction(path, tool.type());
            ChatCompletionRequest.Function function = tool.function();
            if (function == null) {
                throw OpenAiException.missing(path + ".function");
            }
            OtherParameters.checkInside(path + ".function", function.others());
            translated.add(tool(path + ".function", function.name(), function.description(), function.parameters(),
                    Boolean.TRUE.equals(function.strict())));
        }
        requireDistinct(translated);
        return translated;
    }

    /** @throws OpenAiException where the type is not that of functions */
    public static void requireFunction(String path, @Nullable String type) {
        if (type == null) {
            throw OpenAiException.missing(path + ".type");
        }
        if (!type.equals("function")) {
            throw OpenAiException.unsupported(path + ".type",
                    "'" + path + ".type' is '" + type + "'; only 'function' is supported.");
        }
    }

    public static DeclaredTool tool(String path, @Nullable String name, @Nullable String description,
            @Nullable JsonNode parameters, boolean strict) {
        String checked = name(path + ".name", name);
        if (parameters != null && !parameters.isNull() && !parameters.isObject()) {
            throw OpenAiException.wrongType(path + ".parameters", "must be a JSON schema, an object.");
        }
        String schema = parameters == null || parameters.isNull()
                ? "{\"type\":\"object\",\"properties\":{}}"
                : parameters.toString();
        return new DeclaredTool(checked, description == null ? "" : description, schema, strict);
    }

    public static void requireDistinct(List<ToolCallback> tools) {
        if (tools.size() > MOST_TOOLS) {
            throw OpenAiException.invalid(TOOLS, "'tools' has " + tools.size() + " tools; at most " + MOST_TOOLS
                    + " are taken.");
        }
        Set<String> names = new HashSet<>();
        for (ToolCallback tool : tools) {
            String name = tool.getToolDefinition().name();
            if (!names.add(name)) {
                throw OpenAiException.invalid(TOOLS, "'tools' has two functions of the name '" + name + "'.");
            }
        }
    }

    private static String name(String field, @Nullable String name) {
        if (name == null) {
            throw OpenAiException.missing(field);
        }
        if (!NAME.matcher(name).matches()) {
            throw OpenAiException.invalid(field, "'" + field
                    + "' must be 1 to 64 letters of the English alphabet, digits, '_' or '-'.");
        }
        return name;
    }

    static @Nullable ToolChoice choice(@Nullable JsonNode choice,
            @Nullable List<ChatCompletionRequest.Tool> tools) {
        if (choice == null || choice.isNull()) {
            return null;
        }
        Set<String> names = new HashSet<>();
        if (tools != null) {
            tools.forEach(tool -> names.add(tool.function() == null ? null : tool.function().name()));
        }
        String named = null;
        if (choice.isObject()) {
            requireFunction(CHOICE, choice.path("type").asString(null));
            named = choice.path("function").path("name").asString(null);
            if (named == null) {
                throw OpenAiException.missing(CHOICE + ".function.name");
            }
        }
        return choice(choice, named, names);
    }

    /**
     * @param named the tool to call where the choice is an object
     * @param names the names of all tools
     */
    public static ToolChoice choice(JsonNode choice, @Nullable String named, Set<String> names) {
        if (named != null) {
            if (!names.contains(named)) {
                throw OpenAiException.invalid(CHOICE, "'tool_choice' names '" + named + "', which is none of 'tools'.");
            }
            return new ToolChoice.Named(named);
        }
        if (!choice.isString()) {
            throw OpenAiException.wrongType(CHOICE, "must be a string or an object.");
        }
        return switch (choice.stringValue()) {
            case "none" -> new ToolChoice.None();
            case "auto" -> new ToolChoice.Auto();
            case "required" -> {
                if (names.isEmpty()) {
                    throw OpenAiException.invalid(CHOICE, "'tool_choice' is 'required', but there are no 'tools'.");
                }
                yield new ToolChoice.Required();
            }
            default -> throw OpenAiException.invalid(CHOICE, "'tool_choice' is '" + choice.stringValue()
                    + "'; it must be 'none', 'auto', 'required' or an object that names a function.");
        };
    }

    /** It says nothing where there are no tools. */
    static @Nullable Boolean parallel(ChatCompletionRequest request) {
        return tools(request.tools()).isEmpty() ? null : request.parallelToolCalls();
    }

    static List<ToolCall> calls(String path, @Nullable List<ChatCompletionRequest.ToolCallField> calls) {
        if (calls == null) {
            return List.of();
        }
        List<ToolCall> translated = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < calls.size(); i++) {
            String place = path + "[" + i + "]";
            ChatCompletionRequest.ToolCallField call = calls.get(i);
            if (call == null) {
                throw OpenAiException.invalid(place, "'" + place + "' is null.");
            }
            OtherParameters.checkInside(place, call.others());
            requireFunction(place, call.type() == null ? "function" : call.type());
            ChatCompletionRequest.CalledFunction function = call.function();
            if (function == null) {
                throw OpenAiException.missing(place + ".function");
            }
            OtherParameters.checkInside(place + ".function", function.others());
            if (call.id() == null) {
                throw OpenAiException.missing(place + ".id");
            }
            if (!ids.add(call.id())) {
                throw OpenAiException.invalid(place + ".id", "'" + place + ".id' is that of another call.");
            }
            translated.add(call(place + ".function", call.id(), function.name(), function.arguments()));
        }
        return translated;
    }

    /** A call as an answer brought it. */
    public static ToolCall call(String path, String id, @Nullable String name, @Nullable String arguments) {
        String field = path + ".arguments";
        if (arguments == null) {
            throw OpenAiException.missing(field);
        }
        String json = arguments.isBlank() ? "{}" : arguments;
        try {
            if (JsonMapper.shared().readTree(json).isObject()) {
                return new ToolCall(id, "function", name(path + ".name", name), json);
            }
        } catch (JacksonException _) {
            // Told below.
        }
        throw OpenAiException.invalid(field, "'" + field + "' is not a JSON object.");
    }
}
