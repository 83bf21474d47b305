package io.azulejo.server.openai.chat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

import io.azulejo.api.model.PromptSize;

/**
 * What a prompt costs before it is sent.
 *
 * @param object as OpenAI names it
 * @param inputTokens all tokens of the prompt
 * @param contextLength the most tokens of a prompt and its answer together
 * @param fits whether there is room for an answer
 * @param pictures each picture's share, in the order of the prompt
 */
record InputTokens(@Schema(allowableValues = "response.input_tokens") String object,
        @JsonProperty("input_tokens") int inputTokens, @JsonProperty("input_tokens_details") Details details,
        @JsonProperty("context_length") int contextLength, boolean fits, List<Picture> pictures) {

    @Schema(name = "InputTokensDetails")
    record Details(@JsonProperty("text_tokens") int textTokens, @JsonProperty("image_tokens") int imageTokens) {}

    @Schema(name = "InputTokensPicture")
    record Picture(int width, int height, int columns, int rows, boolean thumbnail, int tiles, int tokens) {}

    static InputTokens of(PromptSize size) {
        return new InputTokens("response.input_tokens", size.promptTokens(),
                new Details(size.textTokens(), size.imageTokens()), size.contextLength(), size.fits(),
                size.pictures().stream().map(picture -> new Picture(picture.width(), picture.height(),
                        picture.columns(), picture.rows(), picture.thumbnail(), picture.tiles(), picture.tokens()))
                        .toList());
    }
}
