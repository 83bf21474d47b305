package io.azulejo.server.generation;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The log of the answers that this instance makes. */
final class OwnAnswers implements EventWriter.Log<GenerationEvent> {

    private final GenerationLog log;
    private final Instance instance;

    OwnAnswers(GenerationLog log, Instance instance) {
        this.log = log;
        this.instance = instance;
    }

    @Override
    public Set<UUID> appendAll(List<EventWriter.Entry<GenerationEvent>> entries) {
        return log.appendAll(instance.id(), entries);
    }

    @Override
    public boolean append(EventWriter.Entry<GenerationEvent> entry) {
        return log.appendAs(instance.id(), entry.answer(), entry.event());
    }
}
