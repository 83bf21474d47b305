package io.azulejo.libtorch.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.engine.EngineState;
import io.azulejo.libtorch.engine.StepReport;
import io.azulejo.libtorch.sampling.SampledToken;

import static org.assertj.core.api.Assertions.assertThat;

class ModelMetersTests {

    private static final StepReport STEP = new StepReport(1,
            new StepReport.Times(0, 9_000_000, 0, 6_000_000, 2_000_000), new StepReport.Work(3, 40, 0, 2, 1),
            new StepReport.Load(4, 2, 10, 16), new StepReport.Caches(32, 5, 2, 4096));

    private static final EngineState IDLE = new EngineState(0, 0, 16, 16, 0, 0, null);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ModelMeters meters = new ModelMeters("local", "tiny");

    @Test
    void stepIsCountedByItsTimesWorkAndCaches() {
        meters.bindTo(registry, () -> IDLE);
        meters.step(STEP);
        meters.step(STEP);

        assertThat(find("azulejo.engine.step").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(18);
        assertThat(find("azulejo.engine.step.part").tag("part", "decoder").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(12);
        assertThat(find("azulejo.engine.step.part").tag("part", "vision").timer().count())
                .as("steps without pictures do not count").isZero();
        assertThat(find("azulejo.engine.step.tokens").summary().totalAmount()).isEqualTo(86);
        assertThat(find("azulejo.engine.step.decodes").summary().mean()).isEqualTo(3);
        assertThat(count("azulejo.engine.tokens", "phase", "prefill")).isEqualTo(80);
        assertThat(count("azulejo.engine.tokens", "phase", "decode")).isEqualTo(6);
        assertThat(count("azulejo.engine.tiles")).isEqualTo(4);
        assertThat(count("azulejo.engine.preemptions")).isEqualTo(2);
        assertThat(count("azulejo.engine.prefix.tokens")).isEqualTo(64);
        assertThat(count("azulejo.engine.features", "result", "hit")).isEqualTo(10);
        assertThat(count("azulejo.engine.features", "result", "miss")).isEqualTo(4);
        assertThat(find("azulejo.engine.features.memory").gauge().value()).isEqualTo(4096);
    }

    @Test
    void registryWhenBoundLateThenCountsFromThenOn() {
        meters.step(STEP);
        meters.bindTo(registry, () -> IDLE);
        meters.step(STEP);

        assertThat(count("azulejo.engine.tiles")).isEqualTo(2);
    }

    @Test
    void gaugesFollowTheEnginesState() {
        AtomicReference<EngineState> state = new AtomicReference<>(new EngineState(2, 4, 12, 16, 0, 0, null));
        meters.bindTo(registry, state::get);

        assertThat(find("azulejo.engine.requests").tag("state", "running").gauge().value()).isEqualTo(4);
        assertThat(find("azulejo.engine.requests").tag("state", "waiting").gauge().value()).isEqualTo(2);
        assertThat(find("azulejo.engine.kv.blocks").tag("state", "used").gauge().value()).isEqualTo(4);
        assertThat(find("azulejo.engine.kv.usage").gauge().value()).isEqualTo(0.25);
        state.set(IDLE);
        assertThat(find("azulejo.engine.kv.blocks").tag("state", "free").gauge().value()).isEqualTo(16);
        assertThat(find("azulejo.engine.kv.usage").gauge().value()).isZero();
    }

    @Test
    void answerWhenItEndsThenItsTokensAndTimesAreCountedAndTheListenerHearsAll() {
        meters.bindTo(registry, () -> IDLE);
        Heard heard = new Heard();
        ObservedAnswer answer = meters.answer(100, 64, heard);

        answer.queued(() -> {});
        List<AnswerPiece> pieces = List.of(piece(1, null), piece(2, null),
                piece(1, new AnswerPiece.End(FinishReason.LENGTH, 4, 0)));
        pieces.forEach(answer::piece);
        heard.cancel.run(); // As the subscription does after every end.

        assertThat(heard.pieces).isEqualTo(pieces);
        assertThat(count("azulejo.engine.prompt.tokens", "modality", "text")).isEqualTo(36);
        assertThat(count("azulejo.engine.prompt.tokens", "modality", "image")).isEqualTo(64);
        assertThat(count("azulejo.engine.answer.tokens")).isEqualTo(4);
        assertThat(count("azulejo.engine.answers", "outcome", "length")).isEqualTo(1);
        assertThat(registry.find("azulejo.engine.answers").counters()).hasSize(1);
        assertThat(find("azulejo.engine.token.interval").timer().count()).isEqualTo(3);
        assertThat(genAi("gen_ai.server.time_to_first_token").count()).isEqualTo(1);
        assertThat(genAi("gen_ai.server.time_per_output_token").count()).isEqualTo(1);
        assertThat(genAi("gen_ai.server.request.duration", "error.type", "none").count()).isEqualTo(1);
    }

    @Test
    void answerWhenItDoesNotEndWellThenSaysHow() {
        meters.bindTo(registry, () -> IDLE);
        Heard heard = new Heard();

        meters.answer(1, 0, heard).failed(new GenerationFailedException("no", null));
        meters.answer(1, 0, heard).queued(() -> {});
        heard.cancel.run();
        meters.answer(1, 0, heard).refused(new OverCapacityException("full", Duration.ZERO));

        assertThat(heard.failure).hasMessage("no");
        for (String outcome : List.of("failed", "cancelled", "refused")) {
            assertThat(count("azulejo.engine.answers", "outcome", outcome)).as(outcome).isEqualTo(1);
        }
        assertThat(genAi("gen_ai.server.request.duration", "error.type", "GenerationFailedException").count())
                .isEqualTo(1);
        assertThat(genAi("gen_ai.server.request.duration", "error.type", "OverCapacityException").count())
                .isEqualTo(1);
        assertThat(genAi("gen_ai.server.time_to_first_token").count()).isZero();
    }

    private static AnswerPiece piece(int tokens, AnswerPiece.@Nullable End end) {
        List<SampledToken> sampled = Collections.nCopies(tokens,
                new SampledToken(1, Double.NaN, List.of()));
        return new AnswerPiece("a".repeat(tokens), sampled, end);
    }

    private RequiredSearch find(String name) {
        return registry.get(name).tags("backend", "local", "model", "tiny");
    }

    private double count(String name, String... tags) {
        return find(name).tags(tags).counters().stream().mapToDouble(Counter::count).sum();
    }

    private Timer genAi(String name, String... tags) {
        return registry.get(name)
                .tags("gen_ai.operation.name", "chat", "gen_ai.provider.name", "azulejo", "gen_ai.request.model",
                        "tiny")
                .tags(tags).timer();
    }

    private static final class Heard implements AnswerListener {

        final List<AnswerPiece> pieces = new ArrayList<>();
        BackendException failure = new GenerationFailedException("nothing heard", null);
        Runnable cancel = () -> {};

        @Override
        public void queued(Runnable cancel) {
            this.cancel = cancel;
        }

        @Override
        public void piece(AnswerPiece piece) {
            pieces.add(piece);
        }

        @Override
        public void failed(BackendException reason) {
            failure = reason;
        }
    }
}
