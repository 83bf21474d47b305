package io.azulejo.server.job;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;

/** Does all {@link PeriodicJob}s, each on its own. */
@Component
class PeriodicJobs implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(PeriodicJobs.class);
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final List<PeriodicJob> jobs;
    private final Blocking blocking;
    private final Disposable.Composite running = Disposables.composite();

    PeriodicJobs(List<PeriodicJob> jobs, Blocking blocking) {
        this.jobs = List.copyOf(jobs);
        this.blocking = blocking;
    }

    @Override
    public void afterSingletonsInstantiated() {
        jobs.forEach(job -> running.add(repeat(job)));
    }

    private Disposable repeat(PeriodicJob job) {
        Duration first = job.interval().compareTo(FIRST) < 0 ? job.interval() : FIRST;
        return Flux.interval(first, job.interval()).onBackpressureDrop()
                .concatMap(_ -> blocking.run(job::run).onErrorResume(error -> {
                    log.warn("{} failed; trying again in {}", job.getClass().getSimpleName(), job.interval(), error);
                    return Mono.empty();
                }), 0).subscribe();
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
