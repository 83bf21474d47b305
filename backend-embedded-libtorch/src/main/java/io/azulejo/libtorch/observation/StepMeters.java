package io.azulejo.libtorch.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.azulejo.libtorch.engine.StepReport;

/** The meters of a model's steps in one registry. */
final class StepMeters {

    private static final Duration[] STEP_BUCKETS = ModelMeters.buckets(.001, .0025, .005, .01, .025, .05, .1, .25, .5,
            1, 2.5, 5);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer step;
    private final Timer vision;
    private final Timer decoder;
    private final Timer sampling;
    private final DistributionSummary stepTokens;
    private final DistributionSummary stepDecodes;
    private final Counter prefillTokens;
    private final Counter decodeTokens;
    private final Counter tiles;
    private final Counter preemptions;
    private final Counter prefixTokens;
    private final Counter featureHits;
    private final Counter featureMisses;
    private volatile long featureBytes;

    StepMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        step = Timer.builder(MeterNames.STEP).tags(tags).serviceLevelObjectives(STEP_BUCKETS)
                .description("Time of a step of the engine").register(registry);
        vision = part("vision");
        decoder = part("decoder");
        sampling = part("sampling");
        stepTokens = DistributionSummary.builder(MeterNames.STEP_TOKENS).tags(tags).baseUnit("tokens")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
                .description("Tokens that the decoder computes in a step").register(registry);
        stepDecodes = DistributionSummary.builder(MeterNames.STEP_DECODES).tags(tags).baseUnit("decodes")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
                .description("Sequences that get their next token in a step, where any does").register(registry);
        prefillTokens = counter(MeterNames.TOKENS, "tokens", "Tokens computed", "phase", "prefill");
        decodeTokens = counter(MeterNames.TOKENS, "tokens", "Tokens computed", "phase", "decode");
        tiles = counter(MeterNames.TILES, "tiles", "Tiles of pictures encoded");
        preemptions = counter(MeterNames.PREEMPTIONS, "preemptions", "Sequences sent back to the queue");
        prefixTokens = counter(MeterNames.PREFIX_TOKENS, "tokens", "Tokens found in the key/value cache");
        featureHits = counter(MeterNames.FEATURES, "features", "Tiles looked for among kept features", "result", "hit");
        featureMisses = counter(MeterNames.FEATURES, "features", "Tiles looked for among kept features", "result",
                "miss");
        Gauge.builder(MeterNames.FEATURES_MEMORY, () -> featureBytes).tags(tags).baseUnit("bytes")
                .description("Memory of kept features").register(registry);
    }

    private Timer part(String name) {
        return Timer.builder(MeterNames.STEP_PART).tags(tags.and("part", name))
                .description("Time of a part of a step, where it has that part").register(registry);
    }

    private Counter counter(String name, String unit, String description, String... more) {
        return Counter.builder(name).tags(tags.and(more)).baseUnit(unit).description(description).register(registry);
    }

    void record(StepReport report) {
        record(report.times());
        record(report.work());
        record(report.caches());
    }

    private void record(StepReport.Times times) {
        step.record(times.total(), TimeUnit.NANOSECONDS);
        recordPart(vision, times.vision());
        recordPart(decoder, times.forward());
        recordPart(sampling, times.sampling());
    }

    private static void recordPart(Timer part, long nanos) {
        if (nanos > 0) {
            part.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void record(StepReport.Work work) {
        if (work.prefillTokens() + work.decodeTokens() > 0) {
            stepTokens.record(work.prefillTokens() + work.decodeTokens());
        }
        if (work.decodeTokens() > 0) {
            stepDecodes.record(work.decodeTokens());
        }
        prefillTokens.increment(work.prefillTokens());
        decodeTokens.increment(work.decodeTokens());
        tiles.increment(work.tiles());
        preemptions.increment(work.preemptions());
    }

    private void record(StepReport.Caches caches) {
        prefixTokens.increment(caches.prefixTokens());
        featureHits.increment(caches.featureHits());
        featureMisses.increment(caches.featureMisses());
        featureBytes = caches.featureBytes();
    }
}
