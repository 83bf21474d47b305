package io.azulejo.server.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.azulejo.api.model.AnswerAttention;
import io.azulejo.api.model.AttentionMap;
import io.azulejo.server.generation.AnswerPrompt;
import io.azulejo.server.web.ProblemException;

/**
 * Where a model looked.
 *
 * @param model the model that looked
 * @param maps one for each range, in the order in which they were asked for
 */
record AttentionView(String model, List<RangeMaps> maps) {

    private static final int MAX_RANGES = 64;

    /**
     * A part of an answer's text.
     *
     * @param from the first UTF-16 unit, counted from 0
     * @param to the one after the last
     */
    record Range(int from, int to) {}

    /** @param pictures all pictures of the prompt, in order */
    record RangeMaps(int from, int to, List<PictureMap> pictures) {}

    /**
     * @param attachment the picture
     * @param columns cells in a row
     * @param rows rows of cells
     * @param share how much of all attention lay on the picture; the rest lay on text and other pictures
     * @param weights the share of each cell, row by row from the top left
     */
    @SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
    record PictureMap(UUID attachment, int columns, int rows, double share, float[] weights) {}

    static AttentionView of(AnswerPrompt answered, AnswerAttention attention, List<Range> ranges) {
        return new AttentionView(answered.model(), ranges.stream().map(range -> {
            Range tokens = tokens(range, attention.tokens());
            List<PictureMap> pictures = new ArrayList<>();
            for (int i = 0; i < attention.pictures().size(); i++) {
                AttentionMap map = attention.pictures().get(i).mean(tokens.from(), tokens.to());
                pictures.add(new PictureMap(answered.pictures().get(i), map.columns(), map.rows(), map.total(),
                        map.values()));
            }
            return new RangeMaps(range.from(), range.to(), pictures);
        }).toList());
    }

    /** @throws ProblemException 422 where a range is not one of the text */
    static List<Range> ranges(@Nullable List<Range> asked, String text) {
        if (asked == null || asked.isEmpty()) {
            return List.of(new Range(0, text.length()));
        }
        if (asked.size() > MAX_RANGES) {
            throw invalid("There are " + asked.size() + " ranges; at most " + MAX_RANGES + " are taken.");
        }
        for (Range range : asked) {
            if (range.from() < 0 || range.to() <= range.from() || range.to() > text.length()) {
                throw invalid("%d to %d is no part of the answer, which has %d characters.".formatted(range.from(),
                        range.to(), text.length()));
            }
        }
        return asked;
    }

    /** The tokens that a range of the text touches. */
    static Range tokens(Range range, List<String> tokens) {
        int first = tokens.size() - 1;
        int after = tokens.size();
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int end = at + tokens.get(i).length();
            if (end > range.from()) {
                first = Math.min(first, i);
            }
            if (at >= range.to()) {
                after = Math.min(after, i);
            }
            at = end;
        }
        return new Range(first, Math.max(after, first + 1));
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-range", "Invalid range", detail)
                .withParameter("ranges");
    }
}
