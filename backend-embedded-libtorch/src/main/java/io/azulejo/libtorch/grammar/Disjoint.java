package io.azulejo.libtorch.grammar;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds forms of which no value has two, as {@code oneOf} wants. May miss some, never errs the other way. */
final class Disjoint {

    private enum Kind {
        OBJECT, ARRAY, STRING, NUMBER, OTHER
    }

    private Disjoint() {}

    static boolean all(List<Form> forms) {
        for (int i = 0; i < forms.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!disjoint(forms.get(i), forms.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean disjoint(Form one, Form other) {
        Form a = resolve(one);
        Form b = resolve(other);
        if (a instanceof ConstantForm x && b instanceof ConstantForm y) {
            return Collections.disjoint(values(x), values(y));
        }
        if (a instanceof ObjectForm x && b instanceof ObjectForm y && toldApart(x, y)) {
            return true;
        }
        return Collections.disjoint(kinds(a, new HashSet<>()), kinds(b, new HashSet<>()));
    }

    /** What a reference refers to. */
    private static Form resolve(Form form) {
        Form target = form;
        Set<Form> seen = new HashSet<>();
        while (target instanceof UnionForm union && union.alternatives().size() == 1 && seen.add(union)) {
            target = union.alternatives().getFirst();
        }
        return target;
    }

    private static boolean toldApart(ObjectForm one, ObjectForm other) {
        return one.properties().stream().filter(ObjectForm.Property::required)
                .anyMatch(mine -> other.properties().stream()
                        .anyMatch(theirs -> theirs.required() && theirs.name().equals(mine.name())
                                && resolve(mine.form()) instanceof ConstantForm x
                                && resolve(theirs.form()) instanceof ConstantForm y
                                && Collections.disjoint(values(x), values(y))));
    }

    /** The values: numbers by their worth, since 1 and 1.0 are one, and what has parts by its kind. */
    private static Set<Object> values(ConstantForm form) {
        return form.values().stream().map(Disjoint::value).collect(Collectors.toSet());
    }

    private static Object value(JsonNode value) {
        if (value.isContainer()) {
            return kind(value);
        }
        return value.isNumber()
                ? value.decimalValue().stripTrailingZeros()
                : JsonMapper.shared().writeValueAsString(value);
    }

    private static Set<Kind> kinds(Form form, Set<Form> seen) {
        Set<Kind> kinds = new HashSet<>();
        if (!seen.add(form)) {
            return kinds;
        }
        switch (form) {
            case ObjectForm _ -> kinds.add(Kind.OBJECT);
            case ArrayForm _ -> kinds.add(Kind.ARRAY);
            case TextForm _,TemplateForm _ -> kinds.add(Kind.STRING);
            case NumberForm _ -> kinds.add(Kind.NUMBER);
            case ConstantForm constants -> constants.values().forEach(value -> kinds.add(kind(value)));
            case SequenceForm _ -> throw new IllegalStateException("Calls are no part of a schema");
            case UnionForm union when union.alternatives().isEmpty() ->
                throw new SchemaException("A schema of 'oneOf' is part of itself, which is not supported.");
            case UnionForm union ->
                union.alternatives().forEach(alternative -> kinds.addAll(kinds(alternative, seen)));
        }
        return kinds;
    }

    private static Kind kind(JsonNode value) {
        if (value.isObject()) {
            return Kind.OBJECT;
        }
        if (value.isArray()) {
            return Kind.ARRAY;
        }
        if (value.isString()) {
            return Kind.STRING;
        }
        return value.isNumber() ? Kind.NUMBER : Kind.OTHER;
    }
}
