package io.azulejo.benchmarks;

/** What is measured of a model: a row of the table for each kind of weights. */
enum Figure {

    /** Rate of one sequence from its first token to its last. */
    DECODE("decode after 512 tokens", Unit.TOKENS_PER_SECOND),
    /** Tokens of the prompt by the time to the first token. */
    PREFILL_512("prefill of 512 tokens", Unit.TOKENS_PER_SECOND),
    /** Likewise of a longer prompt. */
    PREFILL_2048("prefill of 2048 tokens", Unit.TOKENS_PER_SECOND),
    /** Tower and projector, from a tile that is already cut. */
    VISION_1("vision, 1 tile", Unit.SECONDS),
    /** Likewise of a whole picture. */
    VISION_7("vision, 7 tiles", Unit.SECONDS),
    /** From the bytes of a new picture. */
    FIRST_TOKEN("first token, 7 tiles and 32 words", Unit.SECONDS),
    /** With another question. */
    FIRST_TOKEN_AGAIN("the same picture asked again", Unit.SECONDS),
    /** After the first question and its answer. */
    SECOND_TURN("a second turn on it", Unit.SECONDS),
    /** While all sequences decode, after prompts of 512 tokens. */
    BATCH_1("1 sequence, all together", Unit.TOKENS_PER_SECOND),
    /** Likewise. */
    BATCH_4("4 sequences, all together", Unit.TOKENS_PER_SECOND),
    /** Likewise. */
    BATCH_8("8 sequences, all together", Unit.TOKENS_PER_SECOND),
    /** Likewise. */
    BATCH_16("16 sequences, all together", Unit.TOKENS_PER_SECOND),
    /** Of one answer, with nothing beside it. */
    GAP_ALONE("between tokens, p99, alone", Unit.SECONDS),
    /** Of the same answer, until the picture's first token. */
    GAP_BESIDE_PICTURE("between tokens, p99, a 7-tile picture beside", Unit.SECONDS),
    /** Over all requests. */
    MIXED_FIRST_TOKEN_P50("mixed arrivals: first token, p50", Unit.SECONDS),
    /** Over all requests. */
    MIXED_FIRST_TOKEN_P99("mixed arrivals: first token, p99", Unit.SECONDS),
    /** Over all tokens of all answers. */
    MIXED_GAP_P50("mixed arrivals: between tokens, p50", Unit.SECONDS),
    /** Over all tokens of all answers. */
    MIXED_GAP_P99("mixed arrivals: between tokens, p99", Unit.SECONDS),
    /** To be held against the quiet figure of the same run. */
    DECODE_BUSY("decode, one core taken by another process", Unit.TOKENS_PER_SECOND),
    /** Likewise. */
    PREFILL_BUSY("prefill of 512, one core taken by another process", Unit.TOKENS_PER_SECOND),
    /** In a new process, from the call to a model that is ready. */
    LOAD_COLD("load, files not in memory", Unit.SECONDS),
    /** Likewise. */
    LOAD_WARM("load, files in memory", Unit.SECONDS),
    /** After the first was closed. */
    LOAD_AGAIN("load again in the same process", Unit.SECONDS),
    /** Resident, after loading and one answer. */
    PEAK_MEMORY("most memory held", Unit.MEBIBYTES),
    /** Resident. */
    MEMORY_GROWTH("memory gained from a tenth to all of many short answers", Unit.MEBIBYTES);

    private final String title;
    private final Unit unit;

    Figure(String title, Unit unit) {
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }

    /** How many times as good one value is as another: above 1 where it is better. */
    double ratio(double value, double other) {
        return unit == Unit.TOKENS_PER_SECOND ? value / other : other / value;
    }

    /** What a figure counts. More is better of a rate, less of all else. */
    enum Unit {

        TOKENS_PER_SECOND("tok/s"), SECONDS("s"), MEBIBYTES("MiB");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }
}
