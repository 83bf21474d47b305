package io.azulejo.api.model;

import java.util.List;

/**
 * Where in each picture a model looked as it chose each token of an answer.
 *
 * @param tokens the texts of the answer's tokens; a part of a character shows as U+FFFD
 * @param pictures the prompt's pictures, in order
 */
public record AnswerAttention(List<String> tokens, List<Picture> pictures) {

    public AnswerAttention {
        tokens = List.copyOf(tokens);
        pictures = List.copyOf(pictures);
    }

    /**
     * One picture.
     *
     * @param columns tiles in a row
     * @param rows rows of tiles
     * @param thumbnail whether a thumbnail of the whole comes after the tiles
     * @param tokens the maps of each token of the answer
     */
    public record Picture(int columns, int rows, boolean thumbnail, List<Maps> tokens) {

        public Picture {
            tokens = List.copyOf(tokens);
        }

        /**
         * The mean of the whole picture's maps over some tokens, such as those of a sentence.
         *
         * @param from the first token
         * @param to the one after the last
         */
        public AttentionMap mean(int from, int to) {
            AttentionMap first = tokens.subList(from, to).getFirst().whole();
            float[] mean = new float[first.values().length];
            for (Maps maps : tokens.subList(from, to)) {
                for (int cell = 0; cell < mean.length; cell++) {
                    mean[cell] += maps.whole().values()[cell] / (to - from);
                }
            }
            return new AttentionMap(first.columns(), first.rows(), mean);
        }
    }

    /**
     * One token's maps of a picture.
     *
     * @param tiles a square map of each tile, row by row, the thumbnail's last; a cell is one token of the picture
     * @param whole the tiles put together, with the thumbnail's attention spread over the cells that each of its own
     *        covers, so that it has all of the picture's share
     */
    public record Maps(List<AttentionMap> tiles, AttentionMap whole) {

        public Maps {
            tiles = List.copyOf(tiles);
        }
    }
}
