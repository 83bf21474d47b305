package io.azulejo.backend.support;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.ToolCallback;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.processor.Chat;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.ChatMessage.Part;
import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;
import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;

/** Turns a Spring AI prompt into the processor's messages and tools. */
final class PromptReader {

    private static final String MESSAGES = "messages";

    private final ModelCapabilities capabilities;

    PromptReader(ModelCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    Chat read(Prompt prompt) {
        List<ChatMessage> messages = prompt.getInstructions().stream().flatMap(this::messages).toList();
        List<ChatTool> tools = tools(GenerationOptions.from(prompt.getOptions()));
        if (messages.isEmpty()) {
            throw invalid("The prompt has no message.");
        }
        long pictures = messages.stream().flatMap(message -> message.parts().stream())
                .filter(PicturePart.class::isInstance).count();
        if (pictures > capabilities.maxPictures() && capabilities.pictures()) {
            throw invalid("The prompt has " + pictures + " pictures; this model takes at most "
                    + capabilities.maxPictures() + ".");
        }
        return new Chat(messages, tools);
    }

    private List<ChatTool> tools(GenerationOptions options) {
        List<ChatTool> tools = options.tools().stream().map(ToolCallback::getToolDefinition)
                .map(tool -> new ChatTool(tool.name(), tool.description() == null ? "" : tool.description(),
                        tool.inputSchema()))
                .toList();
        if (!tools.isEmpty() && !capabilities.tools()) {
            throw noTools();
        }
        return tools;
    }

    private Stream<ChatMessage> messages(Message message) {
        return switch (message) {
            case SystemMessage system -> Stream.of(ChatMessage.of(Role.SYSTEM, text(system)));
            case AssistantMessage assistant -> Stream.of(new ChatMessage(Role.ASSISTANT, parts(assistant)));
            case UserMessage user -> Stream.of(new ChatMessage(Role.USER, parts(user)));
            case ToolResponseMessage results when capabilities.tools() -> results.getResponses().stream()
                    .map(result -> ChatMessage.of(Role.TOOL, result.responseData()));
            default -> throw noTools();
        };
    }

    private List<Part> parts(AssistantMessage message) {
        if (message.hasToolCalls() && !capabilities.tools()) {
            throw noTools();
        }
        List<Part> parts = new ArrayList<>(List.of(new TextPart(text(message))));
        message.getToolCalls().forEach(call -> parts.add(new ToolCallPart(call.name(), call.arguments())));
        return parts;
    }

    private static String text(Message message) {
        return message.getText() == null ? "" : message.getText();
    }

    private List<Part> parts(UserMessage message) {
        List<Part> parts = new ArrayList<>();
        for (MessagePart part : MessagePart.of(message)) {
            parts.add(switch (part) {
                case MessagePart.Text(String text) -> new TextPart(text);
                case MessagePart.Picture picture -> picture(picture);
            });
        }
        return parts;
    }

    private PicturePart picture(MessagePart.Picture picture) {
        if (!capabilities.pictures()) {
            throw new UnsupportedRequestException("This model reads text only; it cannot be sent pictures.",
                    MESSAGES);
        }
        Integer most = picture.maxTiles();
        if (most != null && (most < 1 || most > capabilities.maxTiles())) {
            throw new InvalidRequestException("A picture may be cut into 1 to " + capabilities.maxTiles()
                    + " tiles, not " + most + ".", GenerationParameter.MAX_TILES.wireName(),
                    InvalidRequestException.INVALID_VALUE);
        }
        return new PicturePart(data(picture.media()), most == null ? OptionalInt.empty() : OptionalInt.of(most));
    }

    private static byte[] data(Media media) {
        if (!(media.getData() instanceof byte[] data)) {
            throw new UnsupportedRequestException("A picture must be sent as its bytes; the model does not fetch "
                    + (media.getData() instanceof String ? "addresses." : media.getData().getClass().getName() + "."),
                    MESSAGES);
        }
        return data;
    }

    private static UnsupportedRequestException noTools() {
        return new UnsupportedRequestException("This model cannot call tools.", "tools");
    }

    private static InvalidRequestException invalid(String problem) {
        return new InvalidRequestException(problem, MESSAGES, InvalidRequestException.INVALID_VALUE);
    }
}
