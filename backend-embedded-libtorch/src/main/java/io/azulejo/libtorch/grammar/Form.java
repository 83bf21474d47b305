package io.azulejo.libtorch.grammar;

import java.util.List;

/**
 * The values that a schema allows. A form may be part of itself, so its cost is found by {@link #settle} when all of
 * them are there. Equal to itself only.
 */
abstract sealed class Form implements Symbol
        permits ArrayForm, ConstantForm, NumberForm, ObjectForm, SequenceForm, TemplateForm, TextForm, UnionForm {

    private int cost = ENDLESS;

    /** Finds the costs of forms that are parts of each other: the least that fulfil them all, from above. */
    static void settle(List<Form> forms) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Form form : forms) {
                int measured = Math.min(ENDLESS, form.measure());
                changed |= measured < form.cost;
                form.cost = Math.min(form.cost, measured);
            }
        }
    }

    @Override
    public final int cost() {
        return cost;
    }

    /** The cost by those of its parts. */
    abstract int measure();
}
