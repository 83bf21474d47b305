package io.azulejo.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the two forms measure. */
final class Plan {

    private Plan() {}

    /** @param bf16 whether the weights are the stored ones, on which all is measured */
    static List<Work> text(boolean full, boolean bf16) {
        int tokens = full ? 64 : 48;
        List<Work> works = new ArrayList<>(List.of(Work.decode(tokens), Work.prefill(512)));
        if (bf16 || full) {
            works.add(Work.prefill(2048));
        }
        if (full) {
            works.addAll(List.of(Work.batch(1, tokens), Work.batch(4, tokens), Work.batch(8, tokens)));
        }
        if (bf16 || full) {
            works.add(Work.batch(16, tokens));
        }
        if (bf16) {
            works.addAll(List.of(Work.decodeBusy(tokens), Work.prefillBusy()));
        }
        return works;
    }

    static List<Work> pictures(boolean full, boolean bf16) {
        if (!bf16) {
            return List.of();
        }
        return List.of(Work.vision(1), Work.vision(7), Work.firstToken(), Work.gaps(full ? 200 : 100),
                Work.mixed(full ? 60 : 20, 30));
    }
}
