package io.azulejo.triton;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import io.azulejo.triton.client.Datatype;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.InferenceResponse;
import io.azulejo.triton.client.ModelConfiguration;
import io.azulejo.triton.client.ModelIndexEntry;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.ModelStatisticsEntry;
import io.azulejo.triton.client.Tensor;
import io.azulejo.triton.client.TritonClient;
import io.azulejo.triton.client.TritonException;
import io.azulejo.triton.client.TritonException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The client against a real server. */
class TritonClientIT {

    private static TritonClient client;

    @BeforeAll
    static void connect() {
        client = TritonClient.builder(TritonServer.shared().awaitReady().endpoint()).build();
    }

    @AfterAll
    static void close() {
        if (client != null) {
            client.close();
        }
    }

    static Stream<Tensor> everyDatatype() {
        return Stream.of(Tensor.ofBooleans("INPUT_BOOL", true, false), Tensor.ofUnsignedBytes("INPUT_UINT8", (byte) -1),
                Tensor.ofInts("INPUT_INT32", Integer.MIN_VALUE, 7), Tensor.ofLongs("INPUT_INT64", Long.MIN_VALUE, 7),
                Tensor.ofUnsignedLongs("INPUT_UINT64", -1L), Tensor.ofFloats("INPUT_FP32", Float.MIN_VALUE, -0f),
                Tensor.ofFloats("INPUT_FP16", Datatype.FP16, 0.1f, 65504f),
                Tensor.ofFloats("INPUT_BF16", Datatype.BF16, 0.1f, 3e38f), Tensor.ofDoubles("INPUT_FP64", Math.PI),
                Tensor.ofStrings("INPUT_BYTES", "", "Grüße, 你好 🙂", "\0"),
                // An empty tensor has a shape too.
                Tensor.ofInts("INPUT_INT32"));
    }

    @ParameterizedTest
    @MethodSource("everyDatatype")
    void tensorOfAnyDatatypeComesBackAsItWasSent(Tensor tensor) {
        InferenceResponse response = block(client.infer(InferenceRequest.builder("echo").input(tensor).build()));

        Tensor echoed = response.output(tensor.name().replace("INPUT", "OUTPUT"));
        assertThat(echoed.datatype()).isEqualTo(tensor.datatype());
        assertThat(echoed.shape()).isEqualTo(tensor.shape());
        assertThat(echoed.data()).isEqualTo(tensor.data());
    }

    @Test
    void responseLargerThanFourMebibytesIsTaken() {
        byte[] large = new byte[9 << 20];
        Arrays.fill(large, (byte) 7);
        Tensor tensor = Tensor.ofUnsignedBytes("INPUT_UINT8", large);

        assertThat(block(client.infer(InferenceRequest.builder("echo").input(tensor).build())).output("OUTPUT_UINT8")
                .bytes()).isEqualTo(large);
        try (TritonClient small = TritonClient.builder(client.endpoint()).maxMessageBytes(1 << 20).build()) {
            assertFails(Reason.TOO_LARGE, small.infer(InferenceRequest.builder("echo").input(tensor).build()));
        }
    }

    @Test
    void requestWhenCompressedThenIsUnderstood() {
        try (TritonClient compressing = TritonClient.builder(client.endpoint()).compression("gzip").build()) {
            Tensor tensor = Tensor.ofStrings("INPUT_BYTES", "again and ".repeat(10_000));

            assertThat(block(compressing.infer(InferenceRequest.builder("echo").input(tensor).build()))
                    .output("OUTPUT_BYTES").strings()).isEqualTo(tensor.strings());
        }
    }

    @Test
    void streamGivesEveryResponseInOrderAndThenEnds() {
        List<InferenceResponse> responses = client.stream(echo(40, 0)).collectList().block(Duration.ofSeconds(30));

        assertThat(responses).hasSize(40).allSatisfy(
                response -> assertThat(response.output("OUTPUT_INT32").ints()).containsExactly(1, 2, 3));
    }

    @Test
    void streamWhenReaderAsksForFewThenGivesNoMore() throws InterruptedException {
        AtomicInteger seen = new AtomicInteger();
        BaseSubscriber<InferenceResponse> reader = new BaseSubscriber<>() {

            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(3);
            }

            @Override
            protected void hookOnNext(InferenceResponse response) {
                seen.incrementAndGet();
            }
        };
        client.stream(echo(50, 1)).subscribe(reader);
        CancellationIT.awaitUntil(() -> seen.get() == 3);
        Thread.sleep(300);
        assertThat(seen.get()).isEqualTo(3);

        reader.request(2);
        CancellationIT.awaitUntil(() -> seen.get() == 5);
        reader.request(Long.MAX_VALUE);
        CancellationIT.awaitUntil(() -> seen.get() == 50);
    }

    @Test
    void answerWhenItTakesLongerThanItMayThenEnds() {
        InferenceRequest slow = new InferenceRequest("echo_stream", "", "slow", echo(100, 50).inputs(), List.of(),
                Map.of(), Map.of(), Duration.ofMillis(300));

        assertFails(Reason.DEADLINE_EXCEEDED, client.stream(slow).then());
    }

    @Test
    void whatIsWrongIsToldInTheServersWords() {
        assertFails(Reason.MODEL_UNAVAILABLE, client.infer(InferenceRequest.builder("nope").build()), "nope");
        assertFails(Reason.MODEL_UNAVAILABLE, client.infer(InferenceRequest.builder("echo").version("7").build()),
                "version 7");
        assertFails(Reason.INVALID_REQUEST, client.infer(InferenceRequest.builder("echo")
                .input(Tensor.ofLongs("INPUT_INT32", 1)).build()), "data-type is 'INT64'");
        assertFails(Reason.INVALID_REQUEST, client.infer(InferenceRequest.builder("echo")
                .input(Tensor.ofInts("INPUT_INT32", 1).reshaped(1, 1)).build()), "unexpected shape");
        assertFails(Reason.INVALID_REQUEST, client.infer(InferenceRequest.builder("echo")
                .input(Tensor.ofInts("OTHER", 1)).build()), "OTHER");
        assertFails(Reason.MODEL_UNAVAILABLE, client.stream(InferenceRequest.builder("nope").build()).then(), "nope");
        try (TritonClient nowhere = TritonClient.builder("127.0.0.1:" + TritonServer.freePort()).build()) {
            assertFails(Reason.UNREACHABLE, nowhere.live());
        }
    }

    @Test
    void serverAndModelsAreTold() {
        assertThat(block(client.live())).isTrue();
        assertThat(block(client.ready())).isTrue();
        assertThat(block(client.ready("echo", ""))).isTrue();
        assertThat(block(client.ready("nope", ""))).isFalse();
        assertThat(block(client.serverMetadata()).name()).isEqualTo("triton");
        ModelMetadata metadata = block(client.metadata("vllm_model", ""));
        assertThat(metadata.input("text_input")).hasValueSatisfying(
                input -> assertThat(input.datatype()).isEqualTo(Datatype.BYTES));
        ModelConfiguration configuration = block(client.configuration("tensorrt_llm", ""));
        assertThat(configuration.decoupled()).isTrue();
        assertThat(configuration.maxBatchSize()).isPositive();
        assertThat(configuration.backend()).isEqualTo("python");
        assertThat(block(client.repositoryIndex())).extracting(ModelIndexEntry::name).contains("echo", "ensemble",
                "llmapi", "vllm_model", "tensorrt_llm");
        block(client.infer(InferenceRequest.builder("echo").input(Tensor.ofInts("INPUT_INT32", 1)).build()));
        assertThat(block(client.statistics("echo", ""))).extracting(ModelStatisticsEntry::successes)
                .allSatisfy(count -> assertThat(count).isPositive());
    }

    private static InferenceRequest echo(int count, int delayMillis) {
        return InferenceRequest.builder("echo_stream").input(Tensor.ofInts("INPUT_INT32", 1, 2, 3))
                .input(Tensor.ofInts("count", count)).input(Tensor.ofInts("delay_ms", delayMillis)).build();
    }

    private static <T> T block(Mono<T> question) {
        return question.blockOptional(Duration.ofSeconds(30)).orElseThrow();
    }

    private static void assertFails(Reason reason, Mono<?> question, String... words) {
        assertThatExceptionOfType(TritonException.class).isThrownBy(() -> question.block(Duration.ofSeconds(30)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> List.of(words).forEach(word -> assertThat(e).hasMessageContaining(word)));
    }
}
