package io.azulejo.libtorch.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.EngineState;
import io.azulejo.libtorch.engine.StepObserver;
import io.azulejo.libtorch.engine.StepReport;

/**
 * What is measured of one model: Flight Recorder's events, and meters in every registry that is bound. Where none is, a
 * step costs the look at an empty list.
 */
public final class ModelMeters implements StepObserver {

    private final String model;
    private final Tags tags;
    private final List<StepMeters> steps = new CopyOnWriteArrayList<>();
    private final List<AnswerMeters> answers = new CopyOnWriteArrayList<>();

    /** @param backend the name of the backend that serves the model */
    public ModelMeters(String backend, String model) {
        this.model = model;
        this.tags = Tags.of(MeterNames.BACKEND, backend, MeterNames.MODEL, model);
    }

    /**
     * Registers the meters; they count from now on.
     *
     * @param engine the engine's state
     */
    public void bindTo(MeterRegistry registry, Supplier<EngineState> engine) {
        steps.add(new StepMeters(registry, tags));
        answers.add(new AnswerMeters(registry, model, tags));
        gauge(registry, MeterNames.REQUESTS, "requests", "Requests in the engine", engine, EngineState::running,
                "state", "running");
        gauge(registry, MeterNames.REQUESTS, "requests", "Requests in the engine", engine, EngineState::queued, "state",
                "waiting");
        gauge(registry, MeterNames.KV_BLOCKS, "blocks", "Blocks of the key/value cache", engine,
                EngineState::freeBlocks, "state", "free");
        gauge(registry, MeterNames.KV_BLOCKS, "blocks", "Blocks of the key/value cache", engine,
                ModelMeters::usedBlocks, "state", "used");
        gauge(registry, MeterNames.KV_USAGE, "ratio", "Share of the key/value cache's blocks that sequences hold",
                engine, state -> usedBlocks(state) / state.totalBlocks());
    }

    private void gauge(MeterRegistry registry, String name, String unit, String description,
            Supplier<EngineState> engine, ToDoubleFunction<EngineState> value, String... more) {
        Gauge.builder(name, () -> value.applyAsDouble(engine.get())).tags(tags.and(more)).baseUnit(unit)
                .description(description).register(registry);
    }

    private static double usedBlocks(EngineState state) {
        return state.totalBlocks() - state.freeBlocks();
    }

    @Override
    public void step(StepReport report) {
        steps.forEach(meters -> meters.record(report));
        StepEvent event = new StepEvent(model, report);
        if (event.shouldCommit()) {
            event.commit();
        }
    }

    /**
     * Measures an answer on the way to its listener.
     *
     * @param promptTokens all tokens of the prompt
     * @param imageTokens those that stand for pictures
     */
    public ObservedAnswer answer(int promptTokens, int imageTokens, AnswerListener listener) {
        return new ObservedAnswer(answers, new AnswerEvent(model, promptTokens, imageTokens), listener);
    }

    static Duration[] buckets(double... seconds) {
        return DoubleStream.of(seconds).mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
                .toArray(Duration[]::new);
    }
}
