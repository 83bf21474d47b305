package io.azulejo.server.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

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
    private final Scheduler scheduler = Schedulers.fromExecutorService(executor, "blocking");

    /** Runs the work on a virtual thread once subscribed to. A null result completes empty. */
    public <T> Mono<T> call(Callable<? extends T> work) {
        return Mono.deferContextual(context -> Mono.<T>fromCallable(CONTEXTS.captureFrom(context).wrap(work::call))
                .subscribeOn(scheduler));
    }

    /** Runs the work on a virtual thread once subscribed to. */
    public Mono<Void> run(Runnable work) {
        return Mono.deferContextual(
                context -> Mono.<Void>fromRunnable(CONTEXTS.captureFrom(context).wrap(work)).subscribeOn(scheduler));
    }

    /** Runs work that nobody waits for. */
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @Override
    public void destroy() {
        scheduler.dispose();
        executor.shutdown();
    }
}
