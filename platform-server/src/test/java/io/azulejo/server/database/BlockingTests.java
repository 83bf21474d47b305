package io.azulejo.server.database;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The boundary, and that BlockHound watches the threads on its other side. */
class BlockingTests {

    private static final Callable<Boolean> SLEEP = () -> {
        Thread.sleep(1);
        return Thread.currentThread().isVirtual();
    };

    private final Blocking blocking = new Blocking();

    @Test
    void workWhenItBlocksOnAnEventLoopThenIsFound() {
        assertThatThrownBy(() -> Mono.fromCallable(SLEEP).subscribeOn(Schedulers.parallel()).block())
                .hasCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void workWhenCancelledThenGoesOnUninterrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<String> outcome = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Disposable waiting = blocking.run(() -> {
            begun.countDown();
            try {
                goOn.await();
                outcome.set("went on");
            } catch (InterruptedException _) {
                outcome.set("interrupted");
            }
            ended.countDown();
        }).subscribe();
        begun.await();
        waiting.dispose();
        goOn.countDown();
        ended.await();
        assertThat(outcome.get()).isEqualTo("went on");
    }

    @Test
    void workWhenItFailsThenTheErrorIsItsOwn() {
        assertThatThrownBy(() -> blocking.call(() -> {
            throw new IOException("broken");
        }).block()).hasRootCauseMessage("broken");
    }

    @Test
    void workWhenBehindTheBoundaryThenRunsOnAVirtualThread() {
        assertThat(blocking.call(SLEEP).subscribeOn(Schedulers.parallel()).block()).isTrue();
    }
}
