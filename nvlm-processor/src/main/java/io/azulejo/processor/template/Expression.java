package io.azulejo.processor.template;

import org.jspecify.annotations.Nullable;

/** Parsed code that has a value. */
interface Expression {

    @Nullable
    Object evaluate(Scope scope);
}
