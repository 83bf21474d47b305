package io.azulejo.server.openai.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.MessagePart;
import io.azulejo.server.openai.OpenAiException;

/** From messages of the wire to Spring AI's. Errors name the field. */
final class MessageTranslator {

    private MessageTranslator() {}

    static List<Message> translate(@Nullable List<ChatCompletionRequest.Message> messages) {
        if (messages == null) {
            throw OpenAiException.missing("messages");
        }
        if (messages.isEmpty()) {
            throw OpenAiException.invalid("messages", "'messages' is empty; there is nothing to answer.");
        }
        List<Message> translated = new ArrayList<>();
        ToolConversation tools = new ToolConversation();
        for (int i = 0; i < messages.size(); i++) {
            tools.add(translate("messages[" + i + "]", messages.get(i), tools), translated);
        }
        tools.end(translated);
        return translated;
    }

    private static Message translate(String path, ChatCompletionRequest.@Nullable Message message,
            ToolConversation tools) {
        if (message == null) {
            throw OpenAiException.invalid(path, "'" + path + "' is null.");
        }
        OtherParameters.checkInside(path, message.others());
        String role = message.role();
        if (role == null) {
            throw OpenAiException.missing(path + ".role");
        }
        refuseMisplaced(path, message, role);
        String field = path + ".content";
        boolean calls = role.equals("assistant") && message.toolCalls() != null && !message.toolCalls().isEmpty();
        List<MessagePart> parts = calls && (message.content() == null || message.content().isNull())
                ? List.of()
                : parts(field, message.content(), role);
        return switch (role) {
            case "system", "developer" -> new SystemMessage(text(parts));
            case "assistant" -> AssistantMessage.builder().content(text(parts))
                    .toolCalls(ToolTranslator.calls(path + ".tool_calls", message.toolCalls())).build();
            case "user" -> user(field, parts);
            case "tool" -> tools.result(path, message.toolCallId(), text(parts));
            case "function" -> throw OpenAiException.unsupported(path + ".role",
                    "'" + path + ".role' is 'function', the older name; use 'tool'.");
            default -> throw OpenAiException.invalid(path + ".role", "'" + path + ".role' is '" + role
                    + "'; it must be one of system, developer, user, assistant, tool.");
        };
    }

    private static void refuseMisplaced(String path, ChatCompletionRequest.Message message, String role) {
        if (message.toolCalls() != null && !message.toolCalls().isEmpty() && !role.equals("assistant")) {
            throw OpenAiException.invalid(path + ".tool_calls",
                    "'" + path + ".tool_calls' is only allowed in messages of the assistant.");
        }
        if (message.toolCallId() != null && !role.equals("tool")) {
            throw OpenAiException.invalid(path + ".tool_call_id",
                    "'" + path + ".tool_call_id' is only allowed in messages of a tool.");
        }
    }

    private static UserMessage user(String field, List<MessagePart> parts) {
        boolean empty = parts.stream().allMatch(part -> part instanceof MessagePart.Text(String text)
                && text.isBlank());
        if (empty) {
            throw OpenAiException.invalid(field, "'" + field + "' is empty; write something or send a picture.");
        }
        return parts.size() == 1 && parts.getFirst() instanceof MessagePart.Text(String text)
                ? new UserMessage(text)
                : MessagePart.toMessage(parts);
    }

    private static String text(List<MessagePart> parts) {
        return parts.stream().map(part -> ((MessagePart.Text) part).text()).collect(Collectors.joining("\n"));
    }

    private static List<MessagePart> parts(String field, @Nullable JsonNode content, String role) {
        if (content == null || content.isNull()) {
            throw OpenAiException.missing(field);
        }
        if (content.isString()) {
            return List.of(new MessagePart.Text(text(field, content)));
        }
        if (!content.isArray()) {
            throw wrongType(field, "a string or an array of parts");
        }
        List<MessagePart> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part(field + "[" + i + "]", content.get(i), role));
        }
        return parts;
    }

    private static MessagePart part(String path, JsonNode part, String role) {
        if (!part.isObject()) {
            throw wrongType(path, "an object");
        }
        String type = requiredText(path + ".type", part.get("type"));
        return switch (type) {
            case "text" -> {
                onlyFields(path, part, "type", "text");
                yield new MessagePart.Text(requiredText(path + ".text", part.get("text")));
            }
            case "image_url" -> {
                if (!role.equals("user")) {
                    throw OpenAiException.unsupported(path + ".type",
                            "'" + path + "' is a picture; only messages of the user may have pictures.");
                }
                onlyFields(path, part, "type", "image_url");
                yield picture(path + ".image_url", part.get("image_url"));
            }
            default -> throw OpenAiException.unsupported(path + ".type",
                    "'" + path + ".type' is '" + type + "'; supported are text and image_url.");
        };
    }

    private static MessagePart picture(String path, @Nullable JsonNode image) {
        if (image == null || image.isNull()) {
            throw OpenAiException.missing(path);
        }
        if (!image.isObject()) {
            throw wrongType(path, "an object with 'url'");
        }
        onlyFields(path, image, "url", "detail");
        Media media = DataUrl.parse(path + ".url", requiredText(path + ".url", image.get("url")));
        JsonNode detail = image.get("detail");
        String level = detail == null || detail.isNull() ? "auto" : requiredText(path + ".detail", detail);
        Integer maxTiles = switch (level) {
            case "auto", "high" -> null;
            case "low" -> 1;
            default -> throw OpenAiException.invalid(path + ".detail",
                    "'" + path + ".detail' is '" + level + "'; it must be one of auto, low, high.");
        };
        return new MessagePart.Picture(media, maxTiles);
    }

    private static void onlyFields(String path, JsonNode node, String... known) {
        node.propertyStream().filter(field -> !List.of(known).contains(field.getKey()))
                .filter(field -> !field.getValue().isNull()).findFirst().ifPresent(field -> {
                    String name = path + "." + field.getKey();
                    throw OpenAiException.unsupported(name, "'" + name + "' is not supported; leave it out.");
                });
    }

    private static String requiredText(String field, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            throw OpenAiException.missing(field);
        }
        if (!node.isString()) {
            throw wrongType(field, "a string");
        }
        return text(field, node);
    }

    private static String text(String field, JsonNode node) {
        String text = node.stringValue();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw OpenAiException.invalid(field,
                            "'" + field + "' has half a character (a lone surrogate) at position " + i + ".");
                }
                i++;
            }
        }
        return text;
    }

    private static OpenAiException wrongType(String field, String expected) {
        return OpenAiException.wrongType(field, "must be " + expected + ".");
    }
}
