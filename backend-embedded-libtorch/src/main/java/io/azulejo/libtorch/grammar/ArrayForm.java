package io.azulejo.libtorch.grammar;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** An array: some items of forms of their own, then any number of one form. */
final class ArrayForm extends Form {

    private static final Literal OPEN = Literal.of("[");
    private static final Literal CLOSE = Literal.of("]");

    private final List<Form> first;
    private final @Nullable Form others;
    private final int least;
    private final int most;
    /** From this many items on it is the same with each. */
    private final int settled;

    /**
     * @param others the form of what follows the first; null where nothing may
     * @param most the most items; {@link Integer#MAX_VALUE} where there is no bound
     */
    ArrayForm(List<Form> first, @Nullable Form others, int least, int most) {
        this.first = List.copyOf(first);
        this.others = others;
        this.least = least;
        this.most = most;
        this.settled = Math.max(1, Math.max(first.size(), least));
    }

    private @Nullable Form item(int index) {
        return index < first.size() ? first.get(index) : others;
    }

    @Override
    int measure() {
        return 1 + new Items(this, 0).cost();
    }

    @Override
    public void open(Stack below, List<Stack> out) {
        OPEN.open(new Stack(new Items(this, 0), below), out);
    }

    /** The rest of an array that has so many items. */
    private record Items(ArrayForm array, int count) implements Symbol {

        @Override
        public int cost() {
            if (array.least > array.most) {
                return ENDLESS;
            }
            int cost = 1;
            for (int i = count; i < array.least && cost < ENDLESS; i++) {
                Form item = array.item(i);
                cost += (i > 0 ? 1 : 0) + (item == null ? ENDLESS : item.cost());
            }
            return Math.min(ENDLESS, cost);
        }

        @Override
        public void open(Stack below, List<Stack> out) {
            if (count >= array.least) {
                CLOSE.open(below, out);
            }
            Form item = array.item(count);
            if (item != null && count < array.most) {
                int next = array.most == Integer.MAX_VALUE ? Math.min(count + 1, array.settled) : count + 1;
                Stack rest = new Stack(new Items(array, next), below);
                if (count == 0) {
                    item.open(rest, out);
                } else {
                    Separator.COMMA.open(new Stack(item, rest), out);
                }
            }
        }
    }
}
