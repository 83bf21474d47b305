package io.azulejo.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

class AzulejoAutoConfigurationTests {

    private final ApplicationContextRunner applications = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AzulejoAutoConfiguration.class));
    private final ApplicationContextRunner scripted = applications
            .withPropertyValues("spring.ai.azulejo.type=scripted", "spring.ai.azulejo.chat.model=echo");

    @Test
    void theBackendOfTheNamedTypeIsTheChatModel() {
        scripted.run(context -> assertThat(context.getBean(ChatModel.class).call("Hello"))
                .isEqualTo("You sent 0 pictures and said: Hello"));
    }

    @Test
    void azulejoIsChosenAmongChatModelsByName() {
        scripted.withPropertyValues("spring.ai.model.chat=azulejo")
                .run(context -> assertThat(context).hasSingleBean(AzulejoChatModel.class));
    }

    @Test
    void nothingIsLoadedWhereAnotherChatModelIsChosen() {
        scripted.withPropertyValues("spring.ai.model.chat=ollama").run(context -> assertThat(context)
                .doesNotHaveBean(ChatModel.class).doesNotHaveBean(Backend.class)
                .doesNotHaveBean("azulejoHealthIndicator"));
    }

    @Test
    void theEmbeddedEngineAsksForItsCheckpoint() {
        applications.run(context -> assertThat(context).getFailure().rootCause()
                .isInstanceOf(InvalidSettingException.class).hasMessage(
                        "spring.ai.azulejo.model.path: The setting is missing. Set spring.ai.azulejo.model.path."));
    }

    @Test
    void aCheckpointThatIsNotThereIsToldByTheNameOfItsProperty() {
        applications.withPropertyValues("spring.ai.azulejo.model.path=/not/there")
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageStartingWith("spring.ai.azulejo.model.path=/not/there: It is not a directory."));
    }

    @Test
    void aMisspeltSettingIsTold() {
        scripted.withPropertyValues("spring.ai.azulejo.dellay=1s").run(context -> assertThat(context).getFailure()
                .rootCause().hasMessageStartingWith("spring.ai.azulejo.dellay=1s: There is no such setting."));
    }

    @Test
    void anUnknownTypeIsToldWithTheKnownOnes() {
        applications.withPropertyValues("spring.ai.azulejo.type=tritn").run(context -> assertThat(context).getFailure()
                .rootCause().hasMessageContaining("spring.ai.azulejo.type=tritn")
                .hasMessageContaining("embedded-libtorch, openai, scripted"));
    }

    @Test
    void anAddressMakesItRemote() {
        applications.withPropertyValues("spring.ai.azulejo.base-url=http://127.0.0.1:1",
                "spring.ai.azulejo.chat.model=nvlm", "spring.ai.azulejo.model.context-length=4096").run(context -> {
                    assertThat(context.getBean(AzulejoBackendDetails.class).type()).isEqualTo("openai");
                    assertThat(context.getBean(AzulejoChatModel.class).descriptor().id()).isEqualTo("nvlm");
                });
    }

    @Test
    void aRemoteModelNeedsItsName() {
        applications.withPropertyValues("spring.ai.azulejo.base-url=http://127.0.0.1:1")
                .run(context -> assertThat(context).getFailure().rootCause()
                        .hasMessageStartingWith("spring.ai.azulejo.chat.model: The setting is missing."));
    }

    @Test
    void variablesOfTheEnvironmentReachBackendModelAndOptions() {
        Map<String, Object> variables = Map.of("SPRING_AI_AZULEJO_TYPE", "scripted",
                "SPRING_AI_AZULEJO_MAX_SEQUENCES", "7", "SPRING_AI_AZULEJO_MODEL_MAX_PICTURES", "3",
                "SPRING_AI_AZULEJO_CHAT_MODEL", "echo", "SPRING_AI_AZULEJO_CHAT_TOP_P", "0.5",
                "SPRING_AI_AZULEJO_DATA_DIRECTORY", "/data");
        applications.withInitializer(context -> context.getEnvironment().getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
                .run(context -> {
                    BackendSettings settings = context.getBean(AzulejoBackendDetails.class).settings();
                    assertThat(settings.settings().integer("max-sequences", 0, 9)).hasValue(7);
                    assertThat(settings.dataDirectory()).isEqualTo(Path.of("/data"));
                    AzulejoChatModel model = context.getBean(AzulejoChatModel.class);
                    assertThat(model.descriptor().capabilities().maxPictures()).isEqualTo(3);
                    assertThat(model.getOptions().getTopP()).isEqualTo(0.5);
                });
    }

    @Test
    void configuredOptionsHoldWhereThePromptHasNone() {
        scripted.withPropertyValues("spring.ai.azulejo.chat.max-tokens=3", "spring.ai.azulejo.chat.seed=5")
                .run(context -> {
                    AzulejoChatModel model = context.getBean(AzulejoChatModel.class);
                    model.call(new Prompt("one"));
                    model.call(new Prompt("two", ChatOptions.builder().temperature(0.5).build()));
                    assertThat(asked(context.getBean(ScriptedBackend.class)))
                            .containsExactly(
                                    GenerationOptions.builder().model("echo").maxTokens(3).seed(5L).build(),
                                    GenerationOptions.builder().model("echo").temperature(0.5).build());
                });
    }

    private static Iterable<GenerationOptions> asked(ScriptedBackend backend) {
        return backend.prompts().stream().map(prompt -> GenerationOptions.from(prompt.getOptions())).toList();
    }

    @Test
    void anApplicationMaySayItselfWhichBackendAnswers() {
        BackendSettings own = new BackendSettings("own", new Settings("own", Map.of()),
                Map.of("mine", new Settings("own.mine", Map.of())), Path.of("not-used"));
        applications.withBean(AzulejoBackendDetails.class, () -> new AzulejoBackendDetails("scripted", own))
                .run(context -> assertThat(context.getBean(AzulejoChatModel.class).descriptor().id())
                        .isEqualTo("mine"));
    }

    @Test
    void anApplicationMayBringItsOwnBackend() {
        ScriptedBackend own = ScriptedBackend.named("own", "mine");
        own.answerWith((prompt, options) -> ScriptedAnswer.words("A red square."));
        applications.withBean(Backend.class, () -> own).run(
                context -> assertThat(context.getBean(ChatModel.class).call("Hello")).isEqualTo("A red square."));
    }

    @Test
    void theBackendIsClosedWithTheContext() {
        AtomicReference<Backend> backend = new AtomicReference<>();
        scripted.run(context -> {
            backend.set(context.getBean(Backend.class));
            assertThat(backend.get().health().status()).isEqualTo(BackendHealth.Status.UP);
        });
        assertThat(backend.get().health().status()).isEqualTo(BackendHealth.Status.DOWN);
    }

    @Test
    void healthTellsAboutTheModel() {
        scripted.run(context -> {
            HealthIndicator indicator = context.getBean(HealthIndicator.class);
            assertThat(indicator.health()).isNotNull()
                    .satisfies(health -> assertThat(health.getDetails()).containsEntry("model", "echo"));
            context.getBean(ScriptedBackend.class).setHealth(BackendHealth.down("The script says so."));
            assertThat(indicator.health()).isNotNull().satisfies(health -> {
                assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.getDetails()).containsEntry("message", "The script says so.");
            });
        });
    }

    @Test
    void anApplicationWithoutActuatorStarts() {
        scripted.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasSingleBean(ChatModel.class));
    }
}
