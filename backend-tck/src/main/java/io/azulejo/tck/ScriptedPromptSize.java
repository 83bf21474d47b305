package io.azulejo.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.InvalidRequestException;
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
        int text = 0;
        List<PromptSize.Picture> pictures = new ArrayList<>();
        for (Message message : prompt.getInstructions()) {
            text += words(message.getText());
            if (message instanceof UserMessage user) {
                for (MessagePart part : MessagePart.of(user)) {
                    if (part instanceof MessagePart.Picture picture) {
                        requirePicture(picture, pictures.size());
                        Integer own = picture.maxTiles();
                        int max = own != null ? own : asked != null ? asked : model.capabilities().maxTiles();
                        pictures.add(size(max));
                    }
                }
            }
        }
        int imageTokens = pictures.stream().mapToInt(PromptSize.Picture::tokens).sum();
        return new PromptSize(text, imageTokens, model.contextLength(), pictures);
    }

    private static PromptSize.Picture size(int maxTiles) {
        return maxTiles < 4
                ? new PromptSize.Picture(TILE_SIZE, TILE_SIZE, 1, 1, false, TOKENS_PER_TILE)
                : new PromptSize.Picture(2 * TILE_SIZE, 2 * TILE_SIZE, 2, 2, true, 5 * TOKENS_PER_TILE);
    }

    private static int words(@Nullable String text) {
        return text == null || text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private static void requirePicture(MessagePart.Picture picture, int index) {
        byte[] data = picture.media().getDataAsByteArray();
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
    }
}
