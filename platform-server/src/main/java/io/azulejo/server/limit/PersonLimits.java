package io.azulejo.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.job.PeriodicJob;
import io.azulejo.server.web.ProblemException;

/**
 * Limits that hold for a person on all instances together: whether a request is let in is decided, and what it may cost
 * set aside, in one transaction at a time. What it did cost takes the place of that at its end.
 */
@Component
class PersonLimits implements Limits, PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(PersonLimits.class);
    private static final TokenUsage NOTHING = new TokenUsage(0, 0, 0, 0);

    private final Quotas quotas;
    private final AdmissionStore store;
    private final LimitProperties properties;
    private final TransactionTemplate transaction;
    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    PersonLimits(Quotas quotas, AdmissionStore store, LimitProperties properties,
            PlatformTransactionManager transactions) {
        this.quotas = quotas;
        this.store = store;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Decision decide(Asked asked) {
        UUID person = asked.person().id();
        UUID key = asked.person().key();
        Allowance own = of(asked, quotas.of(person));
        Allowance ofKey = of(asked, quotas.ofKey(key));
        Supplier<PromptSize> size = memoized(asked.size());
        TokenUsage aside = own.asksForTokens() || ofKey.asksForTokens() ? aside(asked, size.get()) : NOTHING;
        UUID id = TimeOrderedId.next();
        if (own.isUnlimited() && ofKey.isUnlimited()) {
            store.add(id, asked, aside);
            return new Decision(admission(id, asked, size), null, Rates.UNLIMITED);
        }
        return Objects.requireNonNull(transaction.execute(_ -> {
            store.lock(person);
            Standing whole = new Standing("", own, store.use(person, null), aside,
                    limit -> store.untilFewerThan(person, null, limit));
            Standing withKey = new Standing("The API key: ", ofKey,
                    ofKey.isUnlimited() ? whole.use() : store.use(person, key), aside,
                    limit -> store.untilFewerThan(person, key, limit));
            Instant now = DatabaseTime.now();
            for (Standing standing : List.of(withKey, whole)) {
                ProblemException refusal = standing.refusal(now);
                if (refusal != null) {
                    return new Decision(null, refusal,
                            standing.rates(now, NOTHING, 0).orElse(whole.rates(now, NOTHING, 0)));
                }
            }
            store.add(id, asked, aside);
            return new Decision(admission(id, asked, size), null,
                    withKey.rates(now, aside, 1).orElse(whole.rates(now, aside, 1)));
        }));
    }

    private static Allowance of(Asked asked, Allowance allowance) {
        return asked.isRequest() ? allowance : allowance.ofTokens();
    }

    private TokenUsage aside(Asked asked, PromptSize size) {
        long room = Math.max(0, size.contextLength() - size.promptTokens());
        Integer most = asked.maxTokens();
        long answer = Math.min(room, most == null ? properties.answerTokens() : most) * asked.answers();
        return new TokenUsage(size.promptTokens(), (int) Math.min(answer, Integer.MAX_VALUE), size.imageTokens(), 0);
    }

    private Admission admission(UUID id, Asked asked, Supplier<PromptSize> size) {
        return new Admission(size, asked.answers(), () -> held.add(id), cost -> end(id, cost));
    }

    /** A prompt is counted once. */
    private static Supplier<PromptSize> memoized(Supplier<PromptSize> size) {
        AtomicReference<@Nullable PromptSize> counted = new AtomicReference<>();
        return () -> Objects.requireNonNull(counted.updateAndGet(before -> before == null ? size.get() : before));
    }

    private void end(UUID id, @Nullable TokenUsage cost) {
        held.remove(id);
        try {
            store.end(id, cost == null ? NOTHING : cost);
        } catch (RuntimeException e) {
            log.warn("What the request {} cost could not be stored; it is counted by its prompt soon: {}", id,
                    e.toString());
        }
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        store.stayAlive(held);
        store.endThoseOfTheDead();
        store.clear();
    }
}
