package io.azulejo.openai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

import io.azulejo.api.model.PromptSize;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageInfo;
import io.azulejo.processor.image.ImageLimits;

/**
 * What a prompt costs, roughly, where the server's checkpoint is not at hand: a token for each four bytes of text and
 * four for each message, a thousand for a picture. An estimate never says that a prompt does not fit; that is left to
 * the server, which knows.
 */
final class PromptEstimate {

    private static final int BYTES_PER_TOKEN = 4;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final int TOKENS_PER_PICTURE = 1000;

    private final int contextLength;
    private final ImageDecoder decoder = new ImageDecoder();

    PromptEstimate(int contextLength) {
        this.contextLength = contextLength;
    }

    /** @param messages as {@link MessageTranslator} makes them */
    PromptSize of(List<Message> messages) {
        long text = 0;
        List<ImageInfo> pictures = new ArrayList<>();
        for (Message message : messages) {
            text += TOKENS_PER_MESSAGE + tokens(message.getText() == null ? "" : message.getText());
            if (message instanceof ToolResponseMessage results) {
                text += results.getResponses().stream().mapToLong(result -> tokens(result.responseData())).sum();
            }
            if (message instanceof AssistantMessage answer) {
                text += answer.getToolCalls().stream().mapToLong(call -> tokens(call.name() + call.arguments())).sum();
            }
            for (Media media : message instanceof UserMessage user ? user.getMedia() : List.<Media>of()) {
                if (media.getData() instanceof byte[] data) {
                    pictures.add(decoder.readInfo(data, ImageLimits.defaults()));
                } else {
                    text += tokens(media.getData().toString());
                }
            }
        }
        int room = contextLength - 1;
        int each = pictures.isEmpty() ? 0 : Math.min(TOKENS_PER_PICTURE, room / pictures.size());
        int images = each * pictures.size();
        return new PromptSize((int) Math.min(text, room - images), images, contextLength, pictures.stream()
                .map(picture -> new PromptSize.Picture(picture.uprightWidth(), picture.uprightHeight(), 1, 1, false,
                        each))
                .toList());
    }

    private static long tokens(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }
}
