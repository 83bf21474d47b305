package io.azulejo.libtorch.engine;

/** Hears what each step did. */
@FunctionalInterface
public interface StepObserver {

    /** Hears nothing. */
    StepObserver NONE = _ -> {};

    /** Called on the engine's thread after each step, which it must not hold up. */
    void step(StepReport report);
}
