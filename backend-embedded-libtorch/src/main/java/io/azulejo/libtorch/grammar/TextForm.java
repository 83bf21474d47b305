package io.azulejo.libtorch.grammar;

import java.util.List;

/** A string of so many characters, those of Unicode. */
final class TextForm extends Form {

    private static final Literal QUOTE = Literal.of("\"");

    private final int least;
    private final int most;

    TextForm(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    int measure() {
        return least <= most ? least + 2 : ENDLESS;
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        if (least <= most) {
            QUOTE.open(new Stack(new Text(least, most), below), out);
        }
    }
}
