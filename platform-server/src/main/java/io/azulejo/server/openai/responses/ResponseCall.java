package io.azulejo.server.openai.responses;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ResponseFormat;
import io.azulejo.api.model.ToolChoice;
import io.azulejo.server.openai.OpenAiException;
import io.azulejo.server.openai.chat.OtherParameters;
import io.azulejo.server.openai.chat.ToolTranslator;
import io.azulejo.server.security.Person;

/**
 * What a request asks for, checked.
 *
 * @param id the response's id
 * @param person who asks
 * @param previous the response that it follows
 * @param prompt what goes to the model; its options name one
 * @param response as clients read it before it begins
 * @param input the items that were sent, as an array
 */
record ResponseCall(UUID id, Person person, @Nullable UUID previous, Prompt prompt, ResponseObject response,
        JsonNode input,
        boolean stream) {

    private static final Set<String> HARMLESS = Set.of("service_tier", "safety_identifier", "prompt_cache_key",
            "prompt_cache_retention", "prompt_cache_options", "stream_options");
    private static final int MOST_METADATA = 16;

    boolean store() {
        return response.store();
    }

    boolean background() {
        return response.background();
    }

    String model() {
        return response.model();
    }

    /** The previous response that a request names. */
    static @Nullable UUID previous(ResponseRequest request) {
        String id = request.previousResponseId();
        return id == null ? null : ResponseId.parse(id);
    }

    /**
     * @param history what was said before, to which the input is added
     * @throws OpenAiException where something cannot be done
     */
    static ResponseCall of(UUID id, Person person, ResponseRequest request, InputItems history,
            Supplier<String> defaultModel) {
        checkOthers(request.others());
        boolean store = !Boolean.FALSE.equals(request.store());
        boolean background = Boolean.TRUE.equals(request.background());
        if (background && !store) {
            throw OpenAiException.invalid("background", "'background' needs 'store' to be true.");
        }
        JsonNode input = request.input();
        if (input == null || input.isNull()) {
            throw OpenAiException.missing("input");
        }
        history.addInput("input", input, InputItems.NONE);
        String instructions = request.instructions();
        if (instructions != null) {
            history.instructions(instructions);
        }
        String model = request.model() == null ? defaultModel.get() : request.model();
        List<ToolCallback> tools = tools(request.tools());
        ToolChoice choice = choice(request.toolChoice(), tools);
        Integer most = request.maxOutputTokens();
        if (most != null && most < 1) {
            throw OpenAiException.invalid("max_output_tokens",
                    "'max_output_tokens' is " + most + "; it must be at least 1.");
        }
        GenerationOptions options = GenerationOptions.builder().model(model).maxTokens(most)
                .temperature(request.temperature()).topP(request.topP()).toolCallbacks(tools).toolChoice(choice)
                .parallelToolCalls(tools.isEmpty() ? null : request.parallelToolCalls())
                .responseFormat(format(request.text())).user(person.turn(request.user())).build();
        ResponseObject response = new ResponseObject(ResponseId.of(id), "response", Instant.now().getEpochSecond(),
                null, background ? "queued" : "in_progress", background, null, null, instructions, most, model,
                List.of(), !Boolean.FALSE.equals(request.parallelToolCalls()), request.previousResponseId(), store,
                request.temperature(), request.topP(), text(request.text()),
                request.toolChoice() == null || request.toolChoice().isNull()
                        ? JsonMapper.shared().valueToTree("auto")
                        : request.toolChoice(),
                toolsAsSent(tools, request.tools()), "disabled", null, metadata(request.metadata()), request.user());
        return new ResponseCall(id, person, previous(request), new Prompt(history.messages(), options), response,
                asItems(input), Boolean.TRUE.equals(request.stream()));
    }

    /** A text is one message of the user. */
    private static JsonNode asItems(JsonNode input) {
        return input.isArray()
                ? input
                : JsonMapper.shared().valueToTree(List.of(Map.of("type", "message", "role", "user", "content",
                        List.of(Map.of("type", "input_text", "text", input.stringValue())))));
    }

    private static void checkOthers(Map<String, JsonNode> others) {
        Map<String, JsonNode> left = new HashMap<>(others);
        left.keySet().removeAll(HARMLESS);
        left.values().removeIf(value -> value.isArray() && value.isEmpty());
        JsonNode reasoning = left.get("reasoning");
        if (reasoning != null && reasoning.propertyStream().allMatch(field -> field.getValue().isNull()
                || (field.getValue().isString() && field.getValue().stringValue().equals("none")))) {
            left.remove("reasoning");
        }
        JsonNode truncation = left.get("truncation");
        if (truncation != null && truncation.isString() && truncation.stringValue().equals("disabled")) {
            left.remove("truncation");
        }
        OtherParameters.check(left);
    }

    private static List<ToolCallback> tools(@Nullable List<ResponseRequest.Tool> tools) {
        List<ToolCallback> translated = new ArrayList<>();
        for (int i = 0; tools != null && i < tools.size(); i++) {
            ResponseRequest.Tool tool = tools.get(i);
            String path = "tools[" + i + "]";
            if (tool == null) {
                throw OpenAiException.invalid(path, "'" + path + "' is null.");
            }
            ToolTranslator.requireFunction(path, tool.type());
            OtherParameters.checkInside(path, tool.others());
            // Responses' tools are strict unless they say otherwise, but a schema must not be refused for that.
            translated.add(ToolTranslator.tool(path, tool.name(), tool.description(), tool.parameters(),
                    Boolean.TRUE.equals(tool.strict())));
        }
        ToolTranslator.requireDistinct(translated);
        return translated;
    }

    private static JsonNode toolsAsSent(List<ToolCallback> tools, @Nullable List<ResponseRequest.Tool> sent) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; sent != null && i < tools.size(); i++) {
            Map<String, Object> tool = new HashMap<>();
            tool.put("type", "function");
            tool.put("name", tools.get(i).getToolDefinition().name());
            tool.put("description", sent.get(i).description());
            tool.put("parameters", JsonMapper.shared().readTree(tools.get(i).getToolDefinition().inputSchema()));
            tool.put("strict", Boolean.TRUE.equals(sent.get(i).strict()));
            all.add(tool);
        }
        return JsonMapper.shared().valueToTree(all);
    }

    private static @Nullable ToolChoice choice(@Nullable JsonNode choice, List<ToolCallback> tools) {
        if (choice == null || choice.isNull()) {
            return null;
        }
        Set<String> names = new HashSet<>();
        tools.forEach(tool -> names.add(tool.getToolDefinition().name()));
        String named = null;
        if (choice.isObject()) {
            ToolTranslator.requireFunction("tool_choice", choice.path("type").asString(null));
            named = choice.path("name").asString(null);
            if (named == null) {
                throw OpenAiException.missing("tool_choice.name");
            }
        }
        return ToolTranslator.choice(choice, named, names);
    }

    private static @Nullable ResponseFormat format(ResponseRequest.@Nullable TextField text) {
        if (text == null) {
            return null;
        }
        OtherParameters.checkInside("text", text.others());
        if (text.verbosity() != null && !text.verbosity().equals("medium")) {
            throw OpenAiException.unsupported("text.verbosity", "'text.verbosity' is not supported; leave it out.");
        }
        ResponseRequest.Format format = text.format();
        if (format == null) {
            return null;
        }
        OtherParameters.checkInside("text.format", format.others());
        if (format.type() == null) {
            throw OpenAiException.missing("text.format.type");
        }
        return switch (format.type()) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> {
                if (format.schema() == null || !format.schema().isObject()) {
                    throw OpenAiException.wrongType("text.format.schema", "must be a JSON schema, an object.");
                }
                yield new ResponseFormat.JsonSchema(format.name(), format.schema().toString());
            }
            default -> throw OpenAiException.invalid("text.format.type", "'text.format.type' is '" + format.type()
                    + "'; it must be 'text', 'json_object' or 'json_schema'.");
        };
    }

    private static JsonNode text(ResponseRequest.@Nullable TextField text) {
        Map<String, Object> format = new HashMap<>(Map.of("type", "text"));
        if (text != null && text.format() != null && text.format().type() != null) {
            format.put("type", text.format().type());
            if (text.format().schema() != null) {
                format.put("name", String.valueOf(text.format().name()));
                format.put("schema", text.format().schema());
                format.put("strict", true);
            }
        }
        return JsonMapper.shared().valueToTree(Map.of("format", format));
    }

    private static Map<String, String> metadata(@Nullable Map<String, String> metadata) {
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.size() > MOST_METADATA) {
            throw OpenAiException.invalid("metadata", "'metadata' has " + metadata.size() + " entries; at most "
                    + MOST_METADATA + " are kept.");
        }
        metadata.forEach((name, value) -> {
            if (value == null || value.length() > 512 || name.length() > 64) {
                throw OpenAiException.invalid("metadata", "'metadata' has names of at most 64 and texts of at most 512"
                        + " characters.");
            }
        });
        return metadata;
    }
}
