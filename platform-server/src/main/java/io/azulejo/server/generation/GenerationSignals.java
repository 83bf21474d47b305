package io.azulejo.server.generation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.NotificationListener;

/**
 * Tells other instances which generations have news, and hears it from them. A signal may be lost and says no more than
 * that looking into the database is worth while; who waits for one looks there from time to time in any case.
 *
 * <p>News are gathered and told together, in transactions of their own: PostgreSQL lets only one transaction that
 * notifies commit at a time, and the writing of answers must not queue for that.
 */
@Component
public class GenerationSignals implements SmartInitializingSingleton, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(GenerationSignals.class);
    private static final String CHANNEL = "azulejo_generations";
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration WHILE_LISTENING = Duration.ofSeconds(1);
    private static final Duration WHILE_DEAF = Duration.ofMillis(200);
    private static final int IDS_IN_PAYLOAD = 200; // A payload has less than 8000 bytes.

    private final JdbcClient jdbc;
    private final DataSource source;
    private final boolean enabled;
    private final Map<UUID, Set<FluxSink<UUID>>> waiting = new ConcurrentHashMap<>();
    private final Set<UUID> news = ConcurrentHashMap.newKeySet();
    private volatile @Nullable NotificationListener listener;
    private volatile @Nullable Thread teller;

    GenerationSignals(JdbcClient jdbc, DataSource source, Instance instance, GenerationProperties properties) {
        this.jdbc = jdbc;
        this.source = source;
        this.enabled = properties.listen() && !instance.isAlone();
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (enabled) {
            listener = new NotificationListener(source, CHANNEL, this::hear, this::wakeAll);
            teller = Thread.ofVirtual().name("notify").start(this::tellInTurn);
        }
    }

    /** Tells everybody, soon, that a generation has news. Does not block. */
    public void announce(UUID generation) {
        if (enabled && news.add(generation)) {
            LockSupport.unpark(teller);
        }
    }

    /**
     * An element at once, and another one whenever it is worth while to look for news of the generation again. Those
     * that come while nobody asks for them become one.
     */
    public Flux<UUID> of(UUID generation) {
        Flux<UUID> told = Flux.create(sink -> {
            waiting.compute(generation, (_, sinks) -> {
                Set<FluxSink<UUID>> all = sinks == null ? ConcurrentHashMap.newKeySet() : sinks;
                all.add(sink);
                return all;
            });
            sink.onDispose(() -> waiting.computeIfPresent(generation, (_, sinks) -> {
                sinks.remove(sink);
                return sinks.isEmpty() ? null : sinks;
            }));
        }, FluxSink.OverflowStrategy.LATEST);
        Flux<UUID> looks = Mono.defer(() -> Mono.delay(pollInterval())).repeat().map(_ -> generation)
                .onBackpressureLatest();
        return Flux.merge(told, looks).startWith(generation).onBackpressureLatest();
    }

    private Duration pollInterval() {
        NotificationListener listening = listener;
        return listening != null && listening.isListening() ? WHILE_LISTENING : WHILE_DEAF;
    }

    private void hear(String payload) {
        try {
            for (String id : payload.split(",", -1)) {
                UUID generation = UUID.fromString(id);
                waiting.getOrDefault(generation, Set.of()).forEach(sink -> sink.next(generation));
            }
        } catch (IllegalArgumentException e) {
            log.warn("Somebody else speaks on the channel {} of the database: {}", CHANNEL, e.getMessage());
        }
    }

    /** What was told while this instance did not listen is lost: all may have news. */
    private void wakeAll() {
        waiting.forEach((generation, sinks) -> sinks.forEach(sink -> sink.next(generation)));
    }

    private void tellInTurn() {
        try {
            while (true) {
                if (news.isEmpty()) {
                    LockSupport.park(this);
                }
                Thread.sleep(GATHER);
                List<UUID> gathered = List.copyOf(news);
                gathered.forEach(news::remove);
                for (int from = 0; from < gathered.size(); from += IDS_IN_PAYLOAD) {
                    tell(gathered.subList(from, Math.min(gathered.size(), from + IDS_IN_PAYLOAD)));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<UUID> generations) {
        String payload = String.join(",", generations.stream().map(UUID::toString).toList());
        try {
            jdbc.sql("select pg_notify(:channel, :payload)").param("channel", CHANNEL).param("payload", payload)
                    .query((_, _) -> payload).list();
        } catch (DataAccessException e) {
            log.debug("News could not be told; the others will find them by looking", e);
        }
    }

    @Override
    public void destroy() {
        NotificationListener listening = listener;
        if (listening != null) {
            listening.close();
        }
        Thread telling = teller;
        if (telling != null) {
            telling.interrupt();
        }
    }
}
