package io.azulejo.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.ModelRoom;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.OverCapacityException;

/**
 * A backend that answers by script, for tests of what stands before a backend. It keeps the contract of the SPI, so
 * the conformance kit passes on it. A word counts as a token, a tile of a picture as 64.
 * <p>
 * Settings of the backend: {@code delay} (of each piece of an answer, unless the script says otherwise),
 * {@code max-sequences} (answers at a time; more are refused). Of a model: {@code context-length},
 * {@code continues} (whether it goes on with an answer), {@code pictures} (whether it takes any), {@code tools} (whether it calls any),
 * {@code response-format} (whether it writes documents), {@code max-pictures}, {@code max-tiles}.
 */
public final class ScriptedBackend implements Backend {

    private static final int MANY = 1_000_000;

    private final String name;
    private volatile int maxSequences;
    private final List<BackendModel> models;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final List<Prompt> prompts = new CopyOnWriteArrayList<>();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile Script script;
    private volatile @Nullable ModelRoom room;
    private volatile BackendHealth health = BackendHealth.up(Map.of());

    private ScriptedBackend(BackendSettings settings) {
        Settings own = settings.settings();
        own.rejectUnknown("delay", "max-sequences");
        this.name = settings.name();
        this.maxSequences = own.integer("max-sequences", 0, MANY).orElse(MANY);
        this.script = new DirectiveScript(own.duration("delay").orElse(Duration.ZERO));
        this.models = settings.models().entrySet().stream()
                .<BackendModel>map(model -> new ScriptedModel(this, model.getKey(), model.getValue())).toList();
    }

    static ScriptedBackend create(BackendSettings settings, LoadingListener listener) {
        ScriptedBackend backend = new ScriptedBackend(settings);
        backend.models.forEach(model -> {
            listener.progress(model.descriptor().id(), 0, 1);
            listener.progress(model.descriptor().id(), 1, 1);
        });
        return backend;
    }

    /** A backend with these models, without settings. */
    public static ScriptedBackend named(String name, String... models) {
        Map<String, Settings> settings = new LinkedHashMap<>();
        Arrays.stream(models).forEach(model -> settings.put(model, new Settings(model, Map.of())));
        return new ScriptedBackend(
                new BackendSettings(name, new Settings(name, Map.of()), settings, Path.of("not-used")));
    }

    /** From now on prompts are answered so. */
    public void answerWith(Script newScript) {
        this.script = newScript;
    }

    /** From now on there is place for this many answers at a time. */
    public ScriptedBackend limitedTo(int answers) {
        this.maxSequences = answers;
        return this;
    }

    /** From now on this is what {@link #health()} tells. */
    public void setHealth(BackendHealth newHealth) {
        this.health = newHealth;
    }

    /** From now on this is what its models tell of their room. */
    public void setRoom(@Nullable ModelRoom newRoom) {
        this.room = newRoom;
    }

    @Nullable
    ModelRoom room() {
        return room;
    }

    /** How many answers are being made. */
    public int active() {
        return active.get();
    }

    /** How many answers were cancelled so far. */
    public int cancelled() {
        return cancelled.get();
    }

    /** The prompts that came so far, in order. */
    public List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BackendModel> models() {
        return models;
    }

    @Override
    public BackendHealth health() {
        return isClosed() ? BackendHealth.down("The backend is closed.") : health;
    }

    @Override
    public void close() {
        closed.tryEmitEmpty();
    }

    Script script() {
        return script;
    }

    /** Errors when the backend closes, and never completes before. */
    <T> Mono<T> failWhenClosed() {
        return closed.asMono().then(Mono.error(this::unavailable));
    }

    /** Takes a place for an answer; {@link #leave} gives it back. */
    void enter(Prompt prompt) {
        if (isClosed()) {
            throw unavailable();
        }
        if (active.incrementAndGet() > maxSequences) {
            active.decrementAndGet();
            throw new OverCapacityException("All %d places of the backend '%s' are taken."
                    .formatted(maxSequences, name), Duration.ofSeconds(1));
        }
        prompts.add(prompt);
    }

    void leave(boolean wasCancelled) {
        active.decrementAndGet();
        if (wasCancelled) {
            cancelled.incrementAndGet();
        }
    }

    private boolean isClosed() {
        return Boolean.TRUE.equals(closed.scan(Scannable.Attr.TERMINATED));
    }

    private BackendUnavailableException unavailable() {
        return new BackendUnavailableException("The backend '" + name + "' is closed.", null);
    }
}
