package io.azulejo.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;

/** Counts a prompt by simple rules: a word is a token, a picture has four tiles and a thumbnail where it may. */
final class ScriptedPromptSize {

    private static final int TOKENS_PER_TILE = 64;
    private static final int TILE_SIZE = 224;
    private static final int[][] SIGNATURES = {{0x89, 'P', 'N', 'G'}, {0xFF, 0xD8, 0xFF}, {'G', 'I', 'F', '8'},
            {'R', 'I', 'F', 'F'}, {'B', 'M'}};

    private ScriptedPromptSize() {}

    static PromptSize of(Prompt prompt, ModelDescriptor model) {
        Integer asked = GenerationOptions.from(prompt.getOptions()).maxTiles();
        if (prompt.getInstructions().isEmpty()) {
            throw new InvalidRequestException("The prompt has no message.", "messages",
                    InvalidRequestException.INVALID_VALUE);
        }
        int text = GenerationOptions.from(prompt.getOptions()).tools().stream()
                .mapToInt(tool -> words(tool.getToolDefinition().name() + " "
                        + tool.getToolDefinition().inputSchema()))
                .sum();
        List<PromptSize.Picture> pictures = new ArrayList<>();
        for (Message message : prompt.getInstructions()) {
            text += words(message.getText());
            if (message instanceof ToolResponseMessage results) {
                text += results.getResponses().stream().mapToInt(result -> words(result.responseData())).sum();
            }
            if (message instanceof UserMessage user) {
                for (MessagePart part : MessagePart.of(user)) {
                    if (part instanceof MessagePart.Picture picture) {
                        byte[] data = requirePicture(picture, pictures.size());
                        Integer own = picture.maxTiles();
                        int max = own != null ? own : asked != null ? asked : model.capabilities().maxTiles();
                        pictures.add(size(data, max));
                    }
                }
            }
        }
        int imageTokens = pictures.stream().mapToInt(PromptSize.Picture::tokens).sum();
        return new PromptSize(text, imageTokens, model.contextLength(), pictures);
    }

    private static PromptSize.Picture size(byte[] data, int maxTiles) {
        int grid = maxTiles < 4 ? 1 : 2;
        int width = grid * TILE_SIZE;
        int height = grid * TILE_SIZE;
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(data))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                reader.setInput(in);
                width = reader.getWidth(0);
                height = reader.getHeight(0);
                reader.dispose();
            }
        } catch (IOException _) {
            // A signature is all that a scripted picture needs; its size is then that of its tiles.
        }
        return new PromptSize.Picture(width, height, grid, grid, grid > 1, (grid > 1 ? 5 : 1) * TOKENS_PER_TILE,
                TILE_SIZE, List.of());
    }

    private static int words(@Nullable String text) {
        return text == null || text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private static byte[] requirePicture(MessagePart.Picture picture, int index) {
        if (!(picture.media().getData() instanceof byte[] data)) {
            throw new UnsupportedRequestException("A picture must be sent as its bytes.", "messages");
        }
        boolean known = Arrays.stream(SIGNATURES).anyMatch(signature -> {
            for (int i = 0; i < signature.length; i++) {
                if (i >= data.length || (data[i] & 0xFF) != signature[i]) {
                    return false;
                }
            }
            return true;
        });
        if (!known) {
            throw new InvalidRequestException("Picture %d cannot be read: its format is not known."
                    .formatted(index + 1), "messages", InvalidRequestException.INVALID_IMAGE);
        }
        return data;
    }
}
