package io.azulejo.server.database;

import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
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
    void workWhenBehindTheBoundaryThenRunsOnAVirtualThread() {
        assertThat(blocking.call(SLEEP).subscribeOn(Schedulers.parallel()).block()).isTrue();
    }
}
