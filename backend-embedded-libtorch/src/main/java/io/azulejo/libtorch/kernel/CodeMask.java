package io.azulejo.libtorch.kernel;

/**
 * Where a {@link StripMatrix} keeps codes in each byte of its words, and what they have too much there.
 *
 * @param first cuts out the first of a word's four codes; 0 where there are no codes
 */
record CodeMask(int first) {

    static final CodeMask NONE = new CodeMask(0);
    /** Codes of 8 bits. */
    static final CodeMask WHOLE = new CodeMask(0xff);
    /** Codes of 4 bits of a strip's first half of outputs. */
    static final CodeMask LOW = new CodeMask(0xf);
    /** Codes of 4 bits of its second half, cut out sixteen times too large. */
    static final CodeMask HIGH = new CodeMask(0xf0);

    /** Cuts a code out. */
    int at(int place) {
        return first << (8 * place);
    }

    /**
     * Half of the range, which is added to a code so that it is not negative when cut out; nothing to one that reaches the
     * word's highest bit and keeps its sign by itself. In units of the word's first byte.
     */
    int added(int place) {
        return at(place) < 0 ? 0 : Integer.highestOneBit(first);
    }

    /** What the added half range contributes to the sums of each group, negative. */
    float[] offsets(float[] inputs) {
        float[] offsets = new float[inputs.length / StripMatrix.GROUP];
        for (int i = 0; i < inputs.length; i++) {
            offsets[i / StripMatrix.GROUP] -= added(i % 4) * inputs[i];
        }
        return offsets;
    }
}
