package io.azulejo.libtorch.grammar;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rest of an object.
 *
 * @param index the first of the named properties that may still come
 * @param first whether none has come
 * @param others the names that came and the schema does not give
 */
record Members(ObjectForm object, int index, boolean first, Set<String> others) implements Symbol {

    private static final Literal CLOSE = Literal.of("}");

    /** After a name that the schema does not give: none that it gives may follow. */
    Members with(String name) {
        Set<String> more = new HashSet<>(others);
        more.add(name);
        return new Members(object, object.properties().size(), false, Set.copyOf(more));
    }

    boolean isTaken(String name) {
        return object.names(name) || others.contains(name);
    }

    @Override
    public int cost() {
        int cost = 1;
        boolean none = first;
        for (int i = index; i < object.properties().size() && cost < ENDLESS; i++) {
            ObjectForm.Property property = object.properties().get(i);
            if (property.required()) {
                cost += (none ? 0 : 1) + property.cost();
                none = false;
            }
        }
        return Math.min(ENDLESS, cost);
    }

    private boolean anyRequired() {
        return object.properties().stream().skip(index).anyMatch(ObjectForm.Property::required);
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        if (!anyRequired()) {
            CLOSE.open(below, out);
        }
        if (index < object.properties().size() || object.hasAdditional()) {
            Next next = new Next(this);
            if (first) {
                next.open(below, out);
            } else {
                Separator.COMMA.open(new Stack(next, below), out);
            }
        }
    }

    /** One property more, and the rest. */
    private record Next(Members members) implements Symbol {

        @Override
        public int cost() {
            ObjectForm object = members.object;
            int required = new Members(object, members.index, true, members.others).cost();
            if (members.anyRequired()) {
                return required;
            }
            int least = object.hasAdditional() ? new Key(members).cost() + 1 : ENDLESS;
            for (int i = members.index; i < object.properties().size(); i++) {
                least = Math.min(least, object.properties().get(i).cost() + 1);
            }
            return least;
        }

        @Override
        public void open(Stack below, List<Stack> out) {
            ObjectForm object = members.object;
            for (int i = members.index; i < object.properties().size(); i++) {
                ObjectForm.Property property = object.properties().get(i);
                Stack rest = new Stack(new Members(object, i + 1, false, members.others), below);
                property.literal().open(new Stack(Separator.COLON, new Stack(property.form(), rest)), out);
                if (property.required()) {
                    return;
                }
            }
            if (object.hasAdditional()) {
                Literal.of("\"").open(new Stack(new Key(members), below), out);
            }
        }
    }
}
