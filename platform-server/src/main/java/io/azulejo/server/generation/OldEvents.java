package io.azulejo.server.generation;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;

/** Clears away, from time to time, the pieces of answers that ended long ago. The answers themselves stay. */
@Component
class OldEvents implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(OldEvents.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int AT_A_TIME = 500;

    private final GenerationStore store;
    private final GenerationProperties properties;
    private final Blocking blocking;
    private final Disposable.Swap running = Disposables.swap();

    OldEvents(GenerationStore store, GenerationProperties properties, Blocking blocking) {
        this.store = store;
        this.properties = properties;
        this.blocking = blocking;
    }

    @Override
    public void afterPropertiesSet() {
        running.update(Flux.interval(Duration.ofMinutes(1), INTERVAL).onBackpressureDrop()
                .concatMap(_ -> blocking.call(this::clear).onErrorResume(error -> {
                    log.warn("Pieces of old answers could not be cleared away; trying again later", error);
                    return Mono.empty();
                })).subscribe());
    }

    int clear() {
        int all = 0;
        for (int some = AT_A_TIME; some == AT_A_TIME; all += some) {
            some = store.clearEndedBefore(properties.keepEvents(), AT_A_TIME);
        }
        if (all > 0) {
            log.info("Cleared away the pieces of {} answers that ended more than {} ago", all, properties.keepEvents());
        }
        return all;
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
