package io.azulejo.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.tool.function.FunctionToolCallback;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.tck.ScriptedBackend;
import io.azulejo.tck.ScriptedBackendProvider;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AzulejoChatModelTests {

    private final ScriptedBackend backend = ScriptedBackend.named("test", "echo");
    private final Observed observed = new Observed();
    private final AzulejoChatModel model = new AzulejoChatModel(backend.models().getFirst(),
            GenerationOptions.builder().build(), observed.registry(), null);

    @Test
    void aCallIsObservedAsSpringAisModelsAre() {
        model.call(new Prompt("Hello"));
        assertThat(observed.names()).containsExactly("gen_ai.client.operation");
        assertThat(observed.value("gen_ai.system")).isEqualTo("azulejo");
        assertThat(observed.value("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(observed.value("gen_ai.request.model")).isEqualTo("echo");
    }

    @Test
    void aStreamIsObservedWithItsWholeAnswerAndItsUsage() {
        model.stream(new Prompt("one two three")).blockLast(Duration.ofSeconds(10));
        ChatResponse answer = observed.response();
        assertThat(text(answer)).isEqualTo("You sent 0 pictures and said: one two three");
        assertThat(answer.getMetadata().getUsage()).isInstanceOf(TokenUsage.class);
        assertThat(observed.value("gen_ai.response.finish_reasons")).contains("stop");
    }

    @Test
    void aStreamThatIsCutOffIsObservedWithWhatCame() {
        model.stream(new Prompt("[[pieces=50 delay=5ms]]")).take(2).blockLast(Duration.ofSeconds(10));
        assertThat(text(observed.response())).isNotEmpty();
    }

    private static String text(ChatResponse response) {
        return String.valueOf(requireNonNull(response.getResult()).getOutput().getText());
    }

    @Test
    void aFailureIsObservedAndTold() {
        assertThatExceptionOfType(GenerationFailedException.class).isThrownBy(
                () -> model.stream(new Prompt("[[fail=broken after=1]]")).blockLast(Duration.ofSeconds(10)));
        assertThat(observed.contexts.getFirst().getError()).isInstanceOf(BackendException.class);
    }

    @Test
    void anotherModelIsRefusedByName() {
        Prompt prompt = new Prompt("Hello", ChatOptions.builder().model("gpt-5").build());
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> model.call(prompt))
                .withMessage("There is no model 'gpt-5' here; leave the name out or give 'echo'.");
    }

    @Test
    void toolsOfTheApplicationAreCalled() {
        ChatResponse answer = model.call(withClock("[[call=clock]]"));

        assertThat(requireNonNull(answer.getResult()).getOutput().getToolCalls()).singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("clock"));
        assertThat(answer.getResult().getMetadata().getFinishReason()).isEqualTo("tool_calls");
        assertThat(GenerationOptions.from(backend.prompts().getLast().getOptions()).tools()).singleElement()
                .satisfies(tool -> assertThat(tool.call("{}")).contains("noon"));
    }

    @Test
    void toolsWhereTheModelHasNoneAreRefusedAndNotIgnored() {
        Backend without = new ScriptedBackendProvider().create(
                new BackendSettings("test", new Settings("test", Map.of()),
                        Map.of("echo", new Settings("echo", Map.of("tools", "false"))), Path.of("not-used")),
                LoadingListener.none());
        AzulejoChatModel plain = new AzulejoChatModel(without.models().getFirst(), GenerationOptions.builder().build(),
                observed.registry(), null);

        assertThatExceptionOfType(UnsupportedRequestException.class).isThrownBy(() -> plain.call(withClock("Hello")))
                .satisfies(refused -> assertThat(refused.parameter()).isEqualTo("tools"));
    }

    private static Prompt withClock(String text) {
        return new Prompt(text, DefaultToolCallingChatOptions.builder()
                .toolCallbacks(FunctionToolCallback.builder("clock", () -> "noon").inputType(Void.class).build())
                .build());
    }

    @Test
    void whatAPromptCostsIsToldBefore() {
        assertThat(model.measure(new Prompt("one two three")).promptTokens()).isPositive();
        assertThat(backend.prompts()).isEmpty();
    }

    /** Keeps the context of each observation that stopped. */
    private static final class Observed implements ObservationHandler<ChatModelObservationContext> {

        private final List<ChatModelObservationContext> contexts = new CopyOnWriteArrayList<>();

        ObservationRegistry registry() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig().observationHandler(this);
            return registry;
        }

        @Override
        public void onStop(ChatModelObservationContext context) {
            contexts.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof ChatModelObservationContext;
        }

        List<String> names() {
            return contexts.stream().map(Observation.Context::getName).toList();
        }

        ChatResponse response() {
            return requireNonNull(contexts.getFirst().getResponse());
        }

        String value(String key) {
            return contexts.getFirst().getAllKeyValues().stream().filter(pair -> pair.getKey().equals(key))
                    .findFirst().orElseThrow().getValue();
        }
    }
}
