package io.azulejo.server.openai.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.MessagePart;
import io.azulejo.server.openai.OpenAiException;
import io.azulejo.server.openai.chat.DataUrl;
import io.azulejo.server.openai.chat.ToolConversation;
import io.azulejo.server.openai.chat.ToolTranslator;

/** From the items of responses, sent or answered, to Spring AI's messages. Errors name the field. */
final class InputItems {

    /** What clients send back with items that they got, and what says nothing. */
    private static final Set<String> IGNORED = Set.of("id", "status", "type", "annotations", "logprobs", "phase");

    private final List<Message> messages = new ArrayList<>();
    private final ToolConversation tools = new ToolConversation();
    /** Calls in a row are one message of the assistant, with the text before them. */
    private @Nullable String assistantText;
    private final List<ToolCall> calls = new ArrayList<>();

    /** Reads pictures of items that were stored. */
    interface Pictures {

        /** The picture of an address that is no data URL; null where there is none. */
        @Nullable
        Media stored(String url);
    }

    static final Pictures NONE = _ -> null;

    void instructions(String text) {
        messages.addFirst(new SystemMessage(text));
    }

    /** A whole input: a text or items. */
    void addInput(String path, JsonNode input, Pictures pictures) {
        if (input.isString()) {
            if (input.stringValue().isBlank()) {
                throw OpenAiException.invalid(path, "'" + path + "' is empty; write something or send a picture.");
            }
            user(List.of(new MessagePart.Text(text(path, input))));
            return;
        }
        if (!input.isArray()) {
            throw OpenAiException.wrongType(path, "must be a string or an array of items.");
        }
        if (input.isEmpty()) {
            throw OpenAiException.invalid(path, "'" + path + "' is empty; there is nothing to answer.");
        }
        for (int i = 0; i < input.size(); i++) {
            item(path + "[" + i + "]", input.get(i), pictures);
        }
    }

    /** A response of before: what was sent and what was answered. */
    void addStored(ResponseStore.Row row, Pictures pictures) {
        addInput("previous_response_id", JsonMapper.shared().readTree(row.input()), pictures);
        JsonNode output = JsonMapper.shared().readTree(row.body()).path("output");
        for (JsonNode item : output.values()) {
            item("previous_response_id", item, NONE);
        }
    }

    /** All messages, from the first on. */
    List<Message> messages() {
        flush();
        tools.end(messages);
        return List.copyOf(messages);
    }

    private void item(String path, JsonNode item, Pictures pictures) {
        if (!item.isObject()) {
            throw OpenAiException.wrongType(path, "must be an object.");
        }
        String type = item.has("type") ? required(path + ".type", item.get("type")) : "message";
        switch (type) {
            case "message" -> message(path, item, pictures);
            case "function_call" -> {
                only(path, item, "call_id", "name", "arguments");
                calls.add(ToolTranslator.call(path, required(path + ".call_id", item.get("call_id")),
                        item.path("name").asString(null), item.path("arguments").asString(null)));
            }
            case "function_call_output" -> {
                only(path, item, "call_id", "output");
                flush();
                String id = required(path + ".call_id", item.get("call_id"));
                tools.add(tools.result(path, path + ".call_id", id, output(path + ".output", item.get("output"))),
                        messages);
            }
            default -> throw OpenAiException.unsupported(path + ".type", "'" + path + ".type' is '" + type
                    + "'; supported are message, function_call and function_call_output.");
        }
    }

    private void message(String path, JsonNode item, Pictures pictures) {
        only(path, item, "role", "content");
        String role = required(path + ".role", item.get("role"));
        JsonNode content = item.get("content");
        String field = path + ".content";
        List<MessagePart> parts = parts(field, content, role, pictures);
        switch (role) {
            case "user" -> {
                if (parts.stream().allMatch(part -> part instanceof MessagePart.Text(String text) && text.isBlank())) {
                    throw OpenAiException.invalid(field, "'" + field
                            + "' is empty; write something or send a picture.");
                }
                user(parts);
            }
            case "system", "developer" -> {
                flush();
                tools.add(new SystemMessage(joined(parts)), messages);
            }
            case "assistant" -> {
                flush();
                assistantText = joined(parts);
            }
            default -> throw OpenAiException.invalid(path + ".role", "'" + path + ".role' is '" + role
                    + "'; it must be one of system, developer, user, assistant.");
        }
    }

    private void user(List<MessagePart> parts) {
        flush();
        tools.add(parts.size() == 1 && parts.getFirst() instanceof MessagePart.Text(String text)
                ? new UserMessage(text)
                : MessagePart.toMessage(parts), messages);
    }

    private void flush() {
        if (assistantText != null || !calls.isEmpty()) {
            AssistantMessage message = AssistantMessage.builder().content(assistantText == null ? "" : assistantText)
                    .toolCalls(List.copyOf(calls)).build();
            assistantText = null;
            calls.clear();
            tools.add(message, messages);
        }
    }

    private static List<MessagePart> parts(String field, @Nullable JsonNode content, String role, Pictures pictures) {
        if (content == null || content.isNull()) {
            throw OpenAiException.missing(field);
        }
        if (content.isString()) {
            return List.of(new MessagePart.Text(text(field, content)));
        }
        if (!content.isArray()) {
            throw OpenAiException.wrongType(field, "must be a string or an array of parts.");
        }
        List<MessagePart> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(field + "[" + i + "]", content.get(i), role, pictures));
        }
        return parts;
    }

    private static MessagePart part(String path, JsonNode part, String role, Pictures pictures) {
        if (!part.isObject()) {
            throw OpenAiException.wrongType(path, "must be an object.");
        }
        String type = required(path + ".type", part.get("type"));
        return switch (type) {
            case "input_text", "output_text", "text" -> {
                only(path, part, "text");
                yield new MessagePart.Text(required(path + ".text", part.get("text")));
            }
            case "input_image" -> picture(path, part, role, pictures);
            default -> throw OpenAiException.unsupported(path + ".type",
                    "'" + path + ".type' is '" + type + "'; supported are input_text, input_image and output_text.");
        };
    }

    private static MessagePart picture(String path, JsonNode part, String role, Pictures pictures) {
        if (!role.equals("user")) {
            throw OpenAiException.unsupported(path + ".type",
                    "'" + path + "' is a picture; only messages of the user may have pictures.");
        }
        only(path, part, "image_url", "detail");
        String url = required(path + ".image_url", part.get("image_url"));
        Media stored = pictures.stored(url);
        return new MessagePart.Picture(stored == null ? DataUrl.parse(path + ".image_url", url) : stored,
                maxTiles(path + ".detail", part.get("detail")));
    }

    private static @Nullable Integer maxTiles(String field, @Nullable JsonNode detail) {
        String level = detail == null || detail.isNull() ? "auto" : required(field, detail);
        return switch (level) {
            case "auto", "high", "original" -> null;
            case "low" -> 1;
            default -> throw OpenAiException.invalid(field,
                    "'" + field + "' is '" + level + "'; it must be one of auto, low, high.");
        };
    }

    private static String output(String field, @Nullable JsonNode output) {
        if (output == null || output.isNull()) {
            throw OpenAiException.missing(field);
        }
        return output.isString() ? text(field, output) : joined(parts(field, output, "tool", NONE));
    }

    private static String joined(List<MessagePart> parts) {
        return String.join("\n", parts.stream().map(part -> ((MessagePart.Text) part).text()).toList());
    }

    private static void only(String path, JsonNode node, String... known) {
        node.propertyStream().filter(field -> !IGNORED.contains(field.getKey()))
                .filter(field -> !List.of(known).contains(field.getKey()))
                .filter(field -> !field.getValue().isNull()).findFirst().ifPresent(field -> {
                    String name = path + "." + field.getKey();
                    throw OpenAiException.unsupported(name, "'" + name + "' is not supported; leave it out.");
                });
    }

    private static String required(String field, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            throw OpenAiException.missing(field);
        }
        if (!node.isString()) {
            throw OpenAiException.wrongType(field, "must be a string.");
        }
        return text(field, node);
    }

    private static String text(String field, JsonNode node) {
        String text = node.stringValue();
        // A lone surrogate cannot be written as UTF-8, neither for the model nor to the database.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair) {
                throw OpenAiException.invalid(field,
                        "'" + field + "' has half a character (a lone surrogate) at position " + i + ".");
            }
            i += pair ? 1 : 0;
        }
        return text;
    }
}
