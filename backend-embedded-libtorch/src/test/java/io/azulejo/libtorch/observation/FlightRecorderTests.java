package io.azulejo.libtorch.observation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.engine.StepReport;

import static org.assertj.core.api.Assertions.assertThat;

class FlightRecorderTests {

    private static final StepReport STEP = new StepReport(7,
            new StepReport.Times(0, 9_000_000, 1_000_000, 5_000_000, 2_000_000), new StepReport.Work(3, 40, 24, 1, 0),
            new StepReport.Load(4, 2, 10, 16), new StepReport.Caches(32, 5, 2, 4096));

    @TempDir
    private Path directory;

    private final ModelMeters meters = new ModelMeters("local", "recorded");

    @Test
    void stepWhenARecordingWantsItThenIsRecorded() throws IOException {
        List<RecordedEvent> events = record("io.azulejo.EngineStep", true, () -> meters.step(STEP));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getString("model")).isEqualTo("recorded");
            assertThat(event.getLong("number")).isEqualTo(7);
            assertThat(event.getDuration("stepTime")).isEqualTo(Duration.ofMillis(9));
            assertThat(event.getDuration("visionTime")).isEqualTo(Duration.ofMillis(1));
            assertThat(event.getDuration("decoderTime")).isEqualTo(Duration.ofMillis(5));
            assertThat(event.getInt("decodeTokens")).isEqualTo(3);
            assertThat(event.getInt("prefillTokens")).isEqualTo(40);
            assertThat(event.getInt("waiting")).isEqualTo(2);
            assertThat(event.getInt("prefixTokens")).isEqualTo(32);
            assertThat(event.getLong("featureBytes")).isEqualTo(4096);
        });
    }

    @Test
    void stepWhenARecordingDoesNotAskThenIsNotRecorded() throws IOException {
        assertThat(record("io.azulejo.EngineStep", false, () -> meters.step(STEP))).isEmpty();
    }

    @Test
    void answerIsRecordedWithItsTokensAndOutcome() throws IOException {
        List<RecordedEvent> events = record("io.azulejo.Answer", false, () -> {
            ObservedAnswer answer = meters.answer(100, 64, new Deaf());
            answer.piece(new AnswerPiece("a", List.of(), null));
            answer.piece(new AnswerPiece("b", List.of(), new AnswerPiece.End(FinishReason.STOP, 3, 0)));
            meters.answer(1, 0, new Cancelling()).queued(() -> {});
        });

        assertThat(events).extracting(event -> event.getString("outcome")).containsExactly("stop", "cancelled");
        RecordedEvent whole = events.getFirst();
        assertThat(whole.getInt("promptTokens")).isEqualTo(100);
        assertThat(whole.getInt("imageTokens")).isEqualTo(64);
        assertThat(whole.getInt("answerTokens")).isEqualTo(3);
        assertThat(whole.getDuration()).isGreaterThanOrEqualTo(whole.getDuration("timeToFirstToken"));
    }

    private List<RecordedEvent> record(String name, boolean enable, Runnable work) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            if (enable) {
                recording.enable(name);
            }
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream().filter(event -> event.getEventType().getName().equals(name))
                .filter(event -> event.getString("model").equals("recorded")).toList();
    }

    private static class Deaf implements AnswerListener {

        @Override
        public void piece(AnswerPiece piece) {}

        @Override
        public void failed(BackendException reason) {}
    }

    private static final class Cancelling extends Deaf {

        @Override
        public void queued(Runnable cancel) {
            cancel.run();
        }
    }
}
