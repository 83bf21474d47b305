package io.azulejo.libtorch.grammar;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of some given values. */
final class ConstantForm extends Form {

    private final List<JsonNode> values;
    private final List<Literal> literals;

    ConstantForm(List<JsonNode> values) {
        this.values = List.copyOf(values);
        this.literals = values.stream().map(JsonMapper.shared()::writeValueAsString).map(Literal::of).distinct()
                .toList();
    }

    List<JsonNode> values() {
        return values;
    }

    @Override
    int measure() {
        return literals.stream().mapToInt(Literal::cost).min().orElse(ENDLESS);
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        literals.forEach(literal -> literal.open(below, out));
    }
}
