package io.azulejo.server.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.tck.ScriptedBackend;
import io.azulejo.tck.ScriptedBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BackendLoaderTests {

    private final List<Backend> made = new ArrayList<>();

    @Test
    void loadWhenTypeUnknownThenErrorListsTheKnownOnesAndOthersAreClosed() {
        InvalidSettingException error = catchThrowableOfType(InvalidSettingException.class,
                () -> loader(Map.of()).load(List.of(scripted("first", Map.of("one", Map.of())),
                        new BackendConfiguration("second", "triton", Map.of(), Map.of()))));

        assertThat(error).hasMessage("azulejo.backends.second.type=triton: There is no such type of backend. "
                + "Known types: broken, scripted.");
        assertThat(made).singleElement()
                .satisfies(first -> assertThat(first.health().status()).isEqualTo(BackendHealth.Status.DOWN));
    }

    @Test
    void loadWhenTypeMissingThenErrorListsTheKnownOnes() {
        assertThatThrownBy(() -> loader(Map.of()).load(List.of(configuration("first", null))))
                .hasMessage("azulejo.backends.first.type: The backend has no type. Known types: broken, scripted.");
    }

    @Test
    void loadWhenModelHasNoOwnValueThenGetsTheDefault() {
        loader(Map.of("max-pictures", "2")).load(List.of(
                scripted("first", Map.of("one", Map.of(), "two", Map.of("max-pictures", "5", "context-length", "9")))));

        assertThat(made.getFirst().models())
                .allSatisfy(model -> assertThat(model.descriptor().capabilities().maxPictures())
                        .isEqualTo(model.descriptor().id().equals("one") ? 2 : 5));
    }

    @Test
    void catalogWhenTwoBackendsServeOneIdThenErrorNamesBoth() {
        assertThatThrownBy(() -> new ModelCatalog(List.of(ScriptedBackend.named("first", "one"),
                ScriptedBackend.named("second", "two", "one")), Map.of(), null))
                .hasMessage("azulejo.backends.second.models.one: The model id 'one' is taken by "
                        + "azulejo.backends.first.models.one. Give one of the two another id, or name both backends in "
                        + "azulejo.models.one.deployments.");
    }

    @Test
    void catalogWhenDefaultUnknownThenErrorListsTheModels() {
        assertThatThrownBy(
                () -> new ModelCatalog(List.of(ScriptedBackend.named("first", "one", "two")), Map.of(), "three"))
                .hasMessage("azulejo.default-model=three: There is no such model. Give one of one, two.");
    }

    @Test
    void analysisWhenSettingInvalidThenSaysWhatWhereAndHowToMend() {
        MockEnvironment environment = new MockEnvironment().withProperty("azulejo.backends.first.type", "triton");
        InvalidSettingException error = new InvalidSettingException("azulejo.backends.first.type", "triton",
                "There is no such type of backend.", "Known types: scripted.");

        FailureAnalysis analysis = Objects.requireNonNull(new InvalidSettingFailureAnalyzer(environment)
                .analyze(new IllegalStateException("bean", error)));

        assertThat(String.valueOf(analysis.getDescription())).contains("Property: azulejo.backends.first.type",
                "Value: \"triton\"", "Origin: ", "Reason: There is no such type of backend.");
        assertThat(analysis.getAction()).isEqualTo("Known types: scripted.");
    }

    @Test
    void analysisWhenBackendBreaksThenNamesItAndItsReason() {
        BackendStartException error = catchThrowableOfType(BackendStartException.class,
                () -> loader(Map.of()).load(List.of(configuration("first", "broken"))));

        FailureAnalysis analysis = Objects.requireNonNull(new BackendStartFailureAnalyzer().analyze(error));

        assertThat(String.valueOf(analysis.getDescription())).contains("'first'", "'broken'",
                "UnsatisfiedLinkError: no torch");
        assertThat(analysis.getAction()).contains("library");
    }

    private BackendLoader loader(Map<String, String> modelDefaults) {
        return new BackendLoader(List.of(provider("scripted"), provider("broken")), Path.of("unused"), modelDefaults);
    }

    private BackendProvider provider(String type) {
        return new BackendProvider() {

            @Override
            public String type() {
                return type;
            }

            @Override
            public Backend create(BackendSettings settings, LoadingListener listener) {
                if (type.equals("broken")) {
                    throw new UnsatisfiedLinkError("no torch");
                }
                Backend backend = new ScriptedBackendProvider().create(settings, listener);
                made.add(backend);
                return backend;
            }
        };
    }

    private static BackendConfiguration scripted(String name, Map<String, Map<String, String>> models) {
        return new BackendConfiguration(name, "scripted", Map.of(), models);
    }

    private static BackendConfiguration configuration(String name, @Nullable String type) {
        return new BackendConfiguration(name, type, Map.of(), Map.of());
    }
}
