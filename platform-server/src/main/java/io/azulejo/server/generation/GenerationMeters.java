package io.azulejo.server.generation;

import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.stereotype.Component;

/** What is counted of answers being made and stored; docs/metrics.md tells what each meter is good for. */
@Component
class GenerationMeters {

    private final MeterRegistry registry;
    private final Counter events;
    private final Counter writes;
    private final Counter interrupted;

    GenerationMeters(MeterRegistry registry) {
        this.registry = registry;
        this.events = registry.counter("azulejo.generations.events");
        this.writes = registry.counter("azulejo.generations.writes");
        this.interrupted = registry.counter("azulejo.generations.interrupted");
    }

    void observe(Map<?, GenerationRun> runs) {
        registry.gaugeMapSize("azulejo.generations.running", Tags.empty(), runs);
    }

    /** A transaction that stored pieces of answers. */
    void written() {
        writes.increment();
    }

    void stored() {
        events.increment();
    }

    void interrupted(int answers) {
        interrupted.increment(answers);
    }
}
