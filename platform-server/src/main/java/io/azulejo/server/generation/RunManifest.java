package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.AnswerRun;
import io.azulejo.api.model.PromptSize;
import io.azulejo.server.conversation.AnswerRecord;

/**
 * What an answer was made by. What nobody told is null.
 *
 * @param parameters as they were asked for
 * @param pictures how the prompt's pictures were cut, in their order
 * @param runs who made which part of it; more than one where a deployment broke and another one went on
 */
record RunManifest(UUID conversation, UUID answer, UUID generation, String model,
        @Schema(implementation = GenerationParameters.class) @JsonRawValue String parameters,
        List<PictureCut> pictures, List<Run> runs) {

    /**
     * How a picture was cut into tiles.
     *
     * @param width pixels, upright
     * @param height pixels
     * @param columns tiles in a row
     * @param rows rows of tiles
     * @param thumbnail whether a small picture of the whole came after the tiles
     * @param tileSize side of a tile in pixels; 0 where that is not known
     * @param tokens that stand for the picture
     */
    record PictureCut(int width, int height, int columns, int rows, boolean thumbnail, int tileSize, int tokens) {}

    /**
     * One deployment's part of an answer.
     *
     * @param offset how many UTF-16 units of the text came before it
     * @param deployment who made it; told to administrators only
     * @param family what kind of model that is
     * @param checkpoint digest of weights and configuration
     * @param tokenizer digest of the tokenizer
     * @param processor what made tokens and pixels of the prompt
     * @param prompt digest of the ids of the prompt's tokens
     * @param parameters all parameters as they held, defaults included
     * @param seed where the random numbers began
     * @param tokens ids of the tokens whose text is in the answer
     */
    record Run(int offset, @Nullable String deployment, String family, @Nullable String checkpoint,
            @Nullable String tokenizer, @Nullable String processor, @Nullable String prompt,
            Map<String, Object> parameters, @Nullable Long seed, List<Integer> tokens) {}

    static RunManifest of(AnswerRecord answer, List<PromptSize.Picture> pictures, AnswerTrace.Told told) {
        List<Run> runs = new ArrayList<>();
        int from = 0;
        for (AnswerTrace.Share share : told.shares()) {
            AnswerRun run = share.run() == null
                    ? new AnswerRun(null, null, null, null, Map.of(), null)
                    : share.run();
            runs.add(new Run(share.offset(), share.deployment(), share.family(), run.checkpoint(), run.tokenizer(),
                    run.processor(), run.prompt(), run.parameters(), run.seed(),
                    told.tokens().subList(from, from + share.tokens())));
            from += share.tokens();
        }
        return new RunManifest(answer.conversation(), answer.answer(), answer.id(), answer.model(),
                answer.parameters(),
                pictures.stream().map(picture -> new PictureCut(picture.width(), picture.height(), picture.columns(),
                        picture.rows(), picture.thumbnail(), picture.tileSize(), picture.tokens())).toList(),
                runs);
    }

    RunManifest withoutDeployments() {
        return new RunManifest(conversation, answer, generation, model, parameters, pictures,
                runs.stream().map(run -> new Run(run.offset(), null, run.family(), run.checkpoint(), run.tokenizer(),
                        run.processor(), run.prompt(), run.parameters(), run.seed(), run.tokens())).toList());
    }
}
