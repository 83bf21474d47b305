package io.azulejo.server.generation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.conversation.AnswerRecord;

/** Writes the payloads of events. */
@Component
class GenerationEvents {

    private final JsonMapper json;

    GenerationEvents(JsonMapper json) {
        this.json = json;
    }

    GenerationEvent queued(int seq, UUID conversation, UUID message, UUID answer, UUID generation, String model) {
        return event(seq, GenerationEvent.QUEUED,
                new Queued(GenerationEvent.QUEUED, conversation, message, answer, generation, model));
    }

    GenerationEvent started(int seq) {
        return event(seq, GenerationEvent.STARTED, new Started(GenerationEvent.STARTED));
    }

    GenerationEvent text(int seq, String text) {
        return event(seq, GenerationEvent.TEXT, new Text(GenerationEvent.TEXT, text));
    }

    /** Readers learn that another deployment goes on, not which. */
    GenerationEvent seam(int seq, int offset) {
        return event(seq, GenerationEvent.SEAM, new SeamPlace(GenerationEvent.SEAM, offset));
    }

    GenerationEvent end(int seq, AnswerRecord record) {
        return event(seq, GenerationEvent.END, new End(GenerationEvent.END, record.status(), record.finishReason(),
                record.error(), record.usage(), record.timings()));
    }

    /** The text of a text event. */
    String textOf(GenerationEvent event) {
        return json.readValue(event.payload(), Text.class).text();
    }

    private GenerationEvent event(int seq, String type, Object payload) {
        return new GenerationEvent(seq, type, json.writeValueAsString(payload));
    }

    private record Queued(String type, UUID conversation, UUID message, UUID answer, UUID generation, String model) {}

    private record Started(String type) {}

    private record Text(String type, String text) {}

    private record SeamPlace(String type, int offset) {}

    private record End(String type, String status, @Nullable String finishReason,
            @Nullable String error, AnswerRecord.Usage usage,
            AnswerRecord.Timings timings) {}
}
