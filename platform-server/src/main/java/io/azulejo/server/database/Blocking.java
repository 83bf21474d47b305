package io.azulejo.server.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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

    private final ExecutorService executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("blocking-", 0).factory());
    private final Scheduler scheduler = Schedulers.fromExecutorService(executor, "blocking");

    /** Runs the work on a virtual thread once subscribed to. A null result completes empty. */
    public <T> Mono<T> call(Callable<? extends T> work) {
        return Mono.<T>fromCallable(work).subscribeOn(scheduler);
    }

    /** Runs the work on a virtual thread once subscribed to. */
    public Mono<Void> run(Runnable work) {
        return Mono.<Void>fromRunnable(work).subscribeOn(scheduler);
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
