package io.azulejo.libtorch.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.libtorch.sampling.Sampler;
import io.azulejo.libtorch.sampling.StopCondition;

/**
 * Makes answers, several at once. Owns one thread that runs step after step while there is work; whatever touches the
 * model, the blocks or a sequence happens there. Other threads leave commands, which are carried out between two steps.
 * Pictures are decoded on worker threads.
 *
 * <p>
 * An engine whose own workings fail ends every answer, says so in its state, and takes no more.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EngineSettings settings;
    private final ModelRunner runner;
    private final CommandQueue commands = new CommandQueue();
    private final Places places;
    private final ExecutorService pictureWorkers;
    private final StepLoop loop;
    private final Thread thread;
    private final AtomicLong arrivals = new AtomicLong();
    private boolean closing;

    /** Starts an engine. It owns the runner from here on and closes it at its end. */
    public Engine(EngineSettings settings, ModelRunner runner, StepObserver observer) {
        this(settings, runner, observer, System::nanoTime);
    }

    /** @param clock nanoseconds, as {@link System#nanoTime} gives them */
    Engine(EngineSettings settings, ModelRunner runner, StepObserver observer, LongSupplier clock) {
        this.settings = settings;
        this.runner = runner;
        this.places = new Places(settings);
        this.pictureWorkers = Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                Thread.ofPlatform().daemon().name(settings.name() + "-pictures-", 0).factory());
        // The empty command wakes the thread up.
        this.loop = new StepLoop(settings, runner, places, observer, clock, pictureWorkers,
                () -> commands.post(() -> {}));
        this.thread = Thread.ofPlatform().daemon().name(settings.name() + "-engine").unstarted(this::run);
        thread.start();
    }

    /** The most tokens that a prompt and its answer can have together. */
    public int capacity() {
        return settings.capacity();
    }

    /** The figures after the last step. Never blocks. */
    public EngineState state() {
        return loop.state();
    }

    /**
     * Queues a request. What {@link AnswerListener#queued} is given cancels it: the listener is told nothing more, and
     * what the answer holds is freed before the next step.
     *
     * @throws OverCapacityException where the queue is full
     * @throws BackendUnavailableException where the engine is closed or broken
     */
    public void submit(GenerationRequest request, AnswerListener listener) {
        int room = settings.capacity() - request.prompt().length;
        if (room < 1) {
            throw new IllegalArgumentException("A prompt of " + request.prompt().length
                    + " tokens leaves no room for an answer in " + settings.capacity());
        }
        places.enter(request.terms().user());
        StopCondition stop = new StopCondition(settings.endTokens(), request.stopStrings(),
                Math.min(room, request.maxTokens()));
        Answer answer = new Answer(new Sampler(request.sampling(), request.prompt(), request.mask()), stop,
                request.decoder());
        Sequence sequence = loop.sequence(arrivals.getAndIncrement(), request, answer, listener);
        // Told before the answer can begin, so that a listener for whom the first piece is enough can stop it there.
        listener.queued(() -> commands.post(() -> loop.end(sequence)));
        String refusal = commands.post(() -> loop.add(sequence));
        if (refusal != null) {
            places.leave(request.terms().user());
            throw new BackendUnavailableException(refusal, null);
        }
    }

    /** Ends every answer with {@link BackendUnavailableException} and frees the model. Waits for the step in progress. */
    @Override
    public void close() {
        commands.shut("The model is being closed.", () -> closing = true);
        if (Thread.currentThread() != thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    // The model must not be freed under the step in progress, so the wait goes on.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        String problem = null;
        try {
            while (!closing) {
                commands.carryOut();
                boolean worked = !closing && loop.step();
                if (!worked && !closing) {
                    commands.await();
                }
            }
        } catch (Throwable e) {
            LOG.error("The engine {} broke and takes no more requests", settings.name(), e);
            problem = "The engine broke: " + e;
        } finally {
            shutDown(problem);
        }
    }

    private void shutDown(@Nullable String problem) {
        String reason = problem == null ? "The model was closed." : "The model's engine broke; see the server's log.";
        commands.shut(reason);
        try {
            // A request whose command was never carried out is known to its command only.
            commands.carryOut();
            loop.failAll(reason);
        } catch (Throwable e) {
            LOG.error("Ending the answers of {} failed", settings.name(), e);
        } finally {
            pictureWorkers.shutdownNow();
            loop.close();
            runner.close();
        }
    }
}
