package io.azulejo.triton;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.triton.served.Question;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees of requests to the servers. */
class TraceIT {

    @Test
    void answersBelongToTheTraceOfWhoAskedAndAreCounted() throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        Tracer tracer = new Tracer();
        observations.observationConfig().observationHandler(tracer);
        try (TritonBackend backend = TritonBackends.open(TritonServer.shared().awaitReady().endpoint(),
                "vllm_model_tiny", TritonServer.tinyCheckpoint(), Map.of())) {
            backend.bindTo(meters);
            backend.observeWith(observations);
            Observation parent = Observation.start("request", observations);

            backend.models().getFirst().chatModel().stream(prompt())
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, parent)).blockLast();

            assertThat(tracer.parents).containsExactly(parent);
            assertThat(tracer.headers).singleElement().satisfies(headers -> assertThat(headers)
                    .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
            Question question = ((TritonModel) backend.models().getFirst()).prepare(prompt(),
                    tracer.headers.getFirst());
            assertThat(
                    ((TritonModel) backend.models().getFirst()).served().request(question).blockOptional().orElseThrow()
                            .headers())
                    .as("the request that is sent").containsKey("traceparent");
            // Counted when the call is over, of which the answer's reader need not wait.
            CancellationIT.awaitUntil(() -> meters.find("azulejo.triton.requests").tag("outcome", "completed")
                    .tag("model", "vllm_model_tiny").timers().stream().mapToLong(Timer::count).sum() == 1);
            assertThat(meters.get("azulejo.triton.first.response").timer().count()).isOne();
            assertThat(meters.get("azulejo.triton.endpoint.ready").gauge().value()).isOne();
        }
    }

    private static Prompt prompt() {
        return new Prompt(new UserMessage("Hello"), GenerationOptions.builder().maxTokens(3).build());
    }

    /** Does what a tracer's handler for senders does: writes the trace into the carrier. */
    private static final class Tracer implements ObservationHandler<SenderContext<Map<String, String>>> {

        private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
        private final List<Object> parents = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(SenderContext<Map<String, String>> context) {
            Map<String, String> carrier = context.getCarrier();
            if (carrier != null && context.getParentObservation() != null) {
                context.getSetter().set(carrier, "traceparent",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
                headers.add(carrier);
                parents.add(context.getParentObservation());
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SenderContext;
        }
    }
}
