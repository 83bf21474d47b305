package io.azulejo.libtorch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;
import io.azulejo.libtorch.engine.Engine;
import io.azulejo.libtorch.engine.EngineSettings;
import io.azulejo.libtorch.engine.GenerationRequest;
import io.azulejo.libtorch.engine.StepObserver;
import io.azulejo.libtorch.engine.TokenDecoder;
import io.azulejo.libtorch.engine.VisionLanguageModelRunner;
import io.azulejo.libtorch.model.LoadSettings;
import io.azulejo.libtorch.model.VisionLanguageModel;
import io.azulejo.libtorch.sampling.LogitsMask;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;

/** A model that says nothing sensible is held to a form: a JSON array of whole numbers, byte by byte. */
@Timeout(300)
class StructuredAnswerTests {

    private static final String FORM = "\\[\\d+(,\\d+)*]";
    private static final int MOST = 12;
    private static final int BLOCKS = 64;
    private static final int BLOCK_SIZE = 16;

    @TempDir
    static Path directory;
    private static Engine engine;

    @BeforeAll
    static void start() {
        VisionLanguageModel model = VisionLanguageModel.load(TinyCheckpoint.write(directory.resolve("tiny")),
                LoadSettings.defaults());
        engine = new Engine(
                new EngineSettings("structured", BLOCKS, BLOCK_SIZE, 4, 100, 100, 64,
                        2,
                        true, 0,
                        Set.of(TinyCheckpoint.END)),
                new VisionLanguageModelRunner(model, model.newKvCache(BLOCKS, BLOCK_SIZE, CacheFormat.AS_COMPUTED)),
                StepObserver.NONE);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void answersWhenTheFormEndsThemThenAreWellFormed() {
        List<CompletableFuture<Answer>> answers = LongStream.range(0, 40)
                .mapToObj(seed -> answer(seed, new NumberList(false), 100)).toList();

        List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.text()).matches(FORM);
            assertThat(answer.end().reason()).isEqualTo(FinishReason.STOP);
            assertThat(answer.end().tokens()).isEqualTo(answer.text().length());
        });
        assertThat(all).extracting(Answer::text).as("each seed draws its own").doesNotHaveDuplicates();
    }

    @Test
    void answerWhenTheFormWantsAnEndTokenThenHasIt() {
        Answer answer = answer(1, new NumberList(true), 100).join();

        assertThat(answer.text()).matches(FORM);
        assertThat(answer.end().reason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.end().tokens()).isEqualTo(answer.text().length() + 1);
    }

    @Test
    void answerWhenSeedAndFormAreTheSameThenIsTheSameBesideOthers() {
        String alone = answer(7, new NumberList(false), 100).join().text();

        CompletableFuture<Answer> free = answer(3, null, 30);
        CompletableFuture<Answer> again = answer(7, new NumberList(false), 100);

        assertThat(again.join().text()).isEqualTo(alone);
        assertThat(free.join().text()).doesNotMatch(FORM);
    }

    @Test
    void answerWhenItsLengthCutsTheFormThenEndsWithLength() {
        Answer answer = answer(1, new NumberList(false), 2).join();

        assertThat(answer.text()).matches("\\[\\d");
        assertThat(answer.end().reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void answerWhenTheFormHasNoWayOnThenFailsAndSaysWhy() {
        CompletableFuture<Answer> answer = answer(1, new DeadEnd(), 10);

        assertThat(answer).failsWithin(Duration.ofMinutes(2))
                .withThrowableThat().withMessageContaining("allows no token after the 3 ");
    }

    private static CompletableFuture<Answer> answer(long seed, @Nullable LogitsMask mask, int maxTokens) {
        var sampling = new SamplingParameters(1.5, 0, 1, 0, 1, 0, 0, Map.of(), seed, SamplingParameters.NO_LOGPROBS);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        engine.submit(new GenerationRequest("List them.".chars().toArray(), List.of(), sampling, maxTokens, List.of(),
                new ByteDecoder(), Terms.USUAL, mask, null), new AnswerListener() {

                    @Override
                    public void piece(AnswerPiece piece) {
                        text.append(piece.text());
                        if (piece.end() != null) {
                            answer.complete(new Answer(text.toString(), piece.end()));
                        }
                    }

                    @Override
                    public void failed(BackendException reason) {
                        answer.completeExceptionally(reason);
                    }
                });
        return answer;
    }

    private record Answer(String text, AnswerPiece.End end) {}

    /** The tiny model's tokens are bytes. */
    private static final class ByteDecoder implements TokenDecoder {

        @Override
        public String append(int id) {
            return new String(new byte[]{(byte) id}, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String finish() {
            return "";
        }
    }

    /** {@code [} numbers with commas between {@code ]}; after some length the first chance to end is taken. */
    private static final class NumberList implements LogitsMask {

        private final boolean endsWithToken;
        private int previous = -1;
        private int length;

        NumberList(boolean endsWithToken) {
            this.endsWithToken = endsWithToken;
        }

        @Override
        public void allow(long[] allowed) {
            switch (previous) {
                case -1 -> add(allowed, '[');
                case '[', ',' -> addDigits(allowed);
                case ']' -> add(allowed, TinyCheckpoint.END);
                default -> {
                    add(allowed, ']');
                    if (length < MOST) {
                        add(allowed, ',');
                        addDigits(allowed);
                    }
                }
            }
        }

        private static void addDigits(long[] allowed) {
            for (int digit = '0'; digit <= '9'; digit++) {
                add(allowed, digit);
            }
        }

        private static void add(long[] allowed, int id) {
            allowed[id >> 6] |= 1L << id;
        }

        @Override
        public void accept(int token) {
            previous = token;
            length++;
        }

        @Override
        public boolean complete() {
            return previous == ']' && !endsWithToken;
        }
    }

    /** Three letters, and nothing after them. */
    private static final class DeadEnd implements LogitsMask {

        private int length;

        @Override
        public void allow(long[] allowed) {
            if (length < 3) {
                allowed['a' >> 6] |= 1L << 'a';
            }
        }

        @Override
        public void accept(int token) {
            length++;
        }
    }
}
