package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.List;

/** What any of its alternatives allows; a reference has one, which is added when it is known. */
final class UnionForm extends Form {

    private final List<Form> alternatives = new ArrayList<>();

    UnionForm(List<Form> alternatives) {
        this.alternatives.addAll(alternatives);
    }

    void add(Form alternative) {
        alternatives.add(alternative);
    }

    List<Form> alternatives() {
        return alternatives;
    }

    @Override
    int measure() {
        return alternatives.stream().mapToInt(Form::cost).min().orElse(ENDLESS);
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        alternatives.forEach(alternative -> alternative.open(below, out));
    }
}
