package io.azulejo.libtorch.grammar;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An object: its properties in the order of the schema, then others where they may be. */
final class ObjectForm extends Form {

    private static final Literal OPEN = Literal.of("{");

    private final List<Property> properties;
    private final Set<String> names;
    private final @Nullable Form additional;

    /** @param additional the form of properties that are not named; null where there may be none */
    ObjectForm(List<Property> properties, @Nullable Form additional) {
        this.properties = List.copyOf(properties);
        this.names = properties.stream().map(property -> Literal.of(property.name()).bytes())
                .collect(Collectors.toUnmodifiableSet());
        this.additional = additional;
    }

    List<Property> properties() {
        return properties;
    }

    boolean names(String bytes) {
        return names.contains(bytes);
    }

    boolean hasAdditional() {
        return additional != null;
    }

    Form additional() {
        if (additional == null) {
            throw new IllegalStateException("The object has no properties but those named");
        }
        return additional;
    }

    /** Of a colon and a value. */
    int additionalCost() {
        return additional == null ? ENDLESS : 1 + additional.cost();
    }

    @Override
    int measure() {
        return 1 + members().cost();
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        OPEN.open(new Stack(members(), below), out);
    }

    private Members members() {
        return new Members(this, 0, true, Set.of());
    }

    /**
     * A property that is named.
     *
     * @param literal the name as it is written
     */
    record Property(String name, Literal literal, Form form, boolean required) {

        Property(String name, Form form, boolean required) {
            this(name, Literal.of(JsonMapper.shared().writeValueAsString(name)), form, required);
        }

        /** Of name, colon and value. */
        int cost() {
            return literal.cost() + 1 + form.cost();
        }
    }
}
