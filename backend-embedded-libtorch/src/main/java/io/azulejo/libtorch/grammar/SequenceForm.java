package io.azulejo.libtorch.grammar;

import java.util.List;

/** One after the other; nothing at all where there are none. */
final class SequenceForm extends Form {

    private final List<Symbol> parts;

    SequenceForm(List<Symbol> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    int measure() {
        return (int) Math.min(ENDLESS, parts.stream().mapToLong(Symbol::cost).sum());
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        if (parts.isEmpty()) {
            below.open(out);
            return;
        }
        Stack rest = below;
        for (Symbol part : parts.subList(1, parts.size()).reversed()) {
            rest = new Stack(part, rest);
        }
        parts.getFirst().open(rest, out);
    }
}
