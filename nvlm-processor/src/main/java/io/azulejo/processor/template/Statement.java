package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A part of a template that writes or changes something. */
sealed interface Statement {

    void render(Scope scope, StringBuilder out);

    static void renderAll(List<Statement> statements, Scope scope, StringBuilder out) {
        statements.forEach(statement -> statement.render(scope, out));
    }

    record Text(String text) implements Statement {

        @Override
        public void render(Scope scope, StringBuilder out) {
            out.append(text);
        }
    }

    record Output(Expression expression) implements Statement {

        @Override
        public void render(Scope scope, StringBuilder out) {
            out.append(Values.text(expression.evaluate(scope)));
        }
    }

    /** The first branch whose condition holds; an else is a branch that always does. */
    record If(List<Branch> branches) implements Statement {

        record Branch(Expression condition, List<Statement> body) {}

        @Override
        public void render(Scope scope, StringBuilder out) {
            for (Branch branch : branches) {
                if (Values.isTrue(branch.condition().evaluate(scope))) {
                    renderAll(branch.body(), scope, out);
                    return;
                }
            }
        }
    }

    /**
     * @param attribute the namespace's attribute that is set, or null to set the name itself
     */
    record Set(String name, @Nullable String attribute, Expression value) implements Statement {

        @Override
        public void render(Scope scope, StringBuilder out) {
            Object evaluated = value.evaluate(scope);
            if (attribute == null) {
                scope.set(name, evaluated);
            } else if (scope.get(name) instanceof Namespace namespace) {
                namespace.put(attribute, evaluated);
            } else {
                throw new TemplateException("\"" + name + "\" is not a namespace; its \"" + attribute
                        + "\" cannot be set.");
            }
        }
    }

    /** {@code set name} with a body up to {@code endset}. */
    record SetBlock(String name, List<Statement> body) implements Statement {

        @Override
        public void render(Scope scope, StringBuilder out) {
            StringBuilder text = new StringBuilder();
            renderAll(body, scope.inner(), text);
            scope.set(name, text.toString());
        }
    }

    /**
     * @param names the loop's names; several take an item apart
     * @param condition which items count; others are not even numbered
     * @param otherwise what is written where no item counts
     */
    record For(List<String> names, Expression items, @Nullable Expression condition, List<Statement> body,
            List<Statement> otherwise) implements Statement {

        @Override
        public void render(Scope scope, StringBuilder out) {
            List<@Nullable Object> counted = new ArrayList<>();
            for (Object item : Values.items(items.evaluate(scope))) {
                if (condition == null || Values.isTrue(condition.evaluate(turn(scope, item)))) {
                    counted.add(item);
                }
            }
            if (counted.isEmpty()) {
                renderAll(otherwise, scope.inner(), out);
            }
            for (int i = 0; i < counted.size(); i++) {
                Scope turn = turn(scope, counted.get(i));
                turn.set("loop", loop(counted, i));
                renderAll(body, turn, out);
            }
        }

        private Scope turn(Scope scope, @Nullable Object item) {
            Scope turn = scope.inner();
            if (names.size() == 1) {
                turn.set(names.getFirst(), item);
            } else {
                List<@Nullable Object> parts = Values.items(item);
                if (parts.size() != names.size()) {
                    throw new TemplateException("An item of " + parts.size() + " parts is taken apart into "
                            + names.size() + " names.");
                }
                for (int i = 0; i < parts.size(); i++) {
                    turn.set(names.get(i), parts.get(i));
                }
            }
            return turn;
        }

        private static Map<String, @Nullable Object> loop(List<@Nullable Object> items, int index) {
            long size = items.size();
            Map<String, @Nullable Object> loop = new LinkedHashMap<>();
            loop.put("index", index + 1L);
            loop.put("index0", (long) index);
            loop.put("revindex", size - index);
            loop.put("revindex0", size - index - 1);
            loop.put("first", index == 0);
            loop.put("last", index == size - 1);
            loop.put("length", size);
            loop.put("previtem", index > 0 ? items.get(index - 1) : Values.UNDEFINED);
            loop.put("nextitem", index < size - 1 ? items.get(index + 1) : Values.UNDEFINED);
            return loop;
        }
    }

    /** The one mapping that a template may change. */
    final class Namespace extends LinkedHashMap<String, @Nullable Object> {

        private static final long serialVersionUID = 1L;

        Namespace(Map<String, @Nullable Object> values) {
            super(values);
        }
    }
}
