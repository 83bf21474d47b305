package io.azulejo.processor.prompt;

import java.util.Arrays;
import java.util.List;

import io.azulejo.processor.image.TileGrid;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Collects a prompt's ids. Text is held until a control token ends it, so that a run of it is tokenised whole. */
final class IdWriter implements PromptWriter {

    private final Tokenizer tokenizer;
    private final ControlTokens controlTokens;
    private final PicturePlaceholder placeholder;
    private final List<TileGrid> grids;
    private final int[][] tileOffsets;
    private final StringBuilder text = new StringBuilder();
    private int[] ids = new int[256];
    private int size;

    IdWriter(Tokenizer tokenizer, ControlTokens controlTokens, PicturePlaceholder placeholder,
            List<TileGrid> grids) {
        this.tokenizer = tokenizer;
        this.controlTokens = controlTokens;
        this.placeholder = placeholder;
        this.grids = grids;
        this.tileOffsets = new int[grids.size()][];
    }

    @Override
    public void prefix(List<Integer> tokens) {
        tokens.forEach(this::token);
    }

    @Override
    public void text(String plain) {
        text.append(plain);
    }

    @Override
    public void format(String literal) {
        controlTokens.split(literal, this::text, this::token);
    }

    void token(int id) {
        tokens(id, 1);
    }

    /** Writes a run of one token and tells where it begins. */
    int tokens(int id, int count) {
        endText();
        int start = size;
        makeRoom(count);
        Arrays.fill(ids, size, size + count, id);
        size += count;
        return start;
    }

    @Override
    public void picture(int index) {
        if (tileOffsets[index] != null) {
            throw new IllegalStateException("picture " + index + " is written twice");
        }
        tileOffsets[index] = placeholder.write(this, grids.get(index).tiles());
    }

    /** Whether each picture has its place; a template may leave a message out. */
    boolean hasAllPictures() {
        return Arrays.stream(tileOffsets).allMatch(offsets -> offsets != null);
    }

    int[] ids() {
        endText();
        return Arrays.copyOf(ids, size);
    }

    /** For each picture the index of each tile's first token. */
    int[][] tileOffsets() {
        return tileOffsets;
    }

    private void endText() {
        if (!text.isEmpty()) {
            int[] encoded = tokenizer.encode(text.toString());
            text.setLength(0);
            makeRoom(encoded.length);
            System.arraycopy(encoded, 0, ids, size, encoded.length);
            size += encoded.length;
        }
    }

    private void makeRoom(int count) {
        if (size + count > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(size + count, 2 * ids.length));
        }
    }
}
