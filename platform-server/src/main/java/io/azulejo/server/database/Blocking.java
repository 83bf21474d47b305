package io.azulejo.server.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The one way from reactive code to blocking code: each call gets a virtual thread of its own. The number of calls that
 * reach the database together is bounded by the connection pool alone.
 */
@Component
public final class Blocking implements DisposableBean {

    /** The observation of a request goes along, so that what is logged and asked there belongs to its trace. */
    private static final ContextSnapshotFactory CONTEXTS = ContextSnapshotFactory.builder().build();

    private final ExecutorService executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("blocking-", 0).factory());

    /**
     * Runs the work on a virtual thread once subscribed to. A null result completes empty. Who cancels gets no result, but
     * the work goes on to its end: interrupted, it would break the connection to the database that it uses.
     */
    public <T> Mono<T> call(Callable<? extends T> work) {
        return Mono.deferContextual(context -> {
            Callable<? extends T> inContext = CONTEXTS.captureFrom(context).wrap(work::call);
            return Mono.<T>create(sink -> executor.execute(() -> {
                try {
                    sink.success(inContext.call());
                } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
                    sink.error(e);
                }
            }));
        });
    }

    /** Runs the work on a virtual thread once subscribed to, as {@link #call} does. */
    public Mono<Void> run(Runnable work) {
        return call(() -> {
            work.run();
            return null;
        });
    }

    /** Runs work that nobody waits for. */
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @Override
    public void destroy() {
        executor.shutdown();
    }
}
