package io.azulejo.libtorch.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.nativelib.LibTorch;

/**
 * Shares the pieces of a loop among a few threads. The caller works too and takes all that nobody else has taken, so a
 * helper that gets no core delays it by the piece that the helper has begun, and no more.
 */
public final class Parallel {

    /** How long a helper without work looks for some before it sleeps, and a caller for the last piece's end. */
    private static final int SPINS = 2000;
    private static final Parallel SHARED = new Parallel(LibTorch.threads() - 1);

    private final Helper[] helpers;

    private Parallel(int helpers) {
        this.helpers = new Helper[Math.max(0, helpers)];
        for (int i = 0; i < this.helpers.length; i++) {
            Helper helper = new Helper();
            this.helpers[i] = helper;
            Thread.ofPlatform().daemon().name("azulejo-kernel-" + i).start(helper);
        }
    }

    /** Those that share a loop, the caller among them. */
    static int threads() {
        return SHARED.helpers.length + 1;
    }

    /** Runs a body for 0 up to this many, in no order; back when all are done. */
    public static void forEach(int pieces, IntConsumer body) {
        SHARED.run(pieces, body);
    }

    private void run(int pieces, IntConsumer body) {
        if (pieces == 1 || helpers.length == 0) {
            for (int piece = 0; piece < pieces; piece++) {
                body.accept(piece);
            }
            return;
        }
        Loop loop = new Loop(pieces, body);
        for (int i = 0; i < Math.min(helpers.length, pieces - 1); i++) {
            helpers[i].offer(loop);
        }
        loop.work();
        loop.await();
    }

    private static final class Loop {

        private final int pieces;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final Thread caller = Thread.currentThread();
        private volatile @Nullable Throwable failure;

        Loop(int pieces, IntConsumer body) {
            this.pieces = pieces;
            this.body = body;
        }

        void work() {
            for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                try {
                    body.accept(piece);
                } catch (Throwable e) {
                    failure = e;
                }
                if (done.incrementAndGet() == pieces && Thread.currentThread() != caller) {
                    LockSupport.unpark(caller);
                }
            }
        }

        void await() {
            for (int spin = 0; done.get() < pieces; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            Throwable e = failure;
            if (e != null) {
                throw new IllegalStateException("A piece of parallel work failed", e);
            }
        }
    }

    private static final class Helper implements Runnable {

        private volatile @Nullable Loop offered;
        private volatile @Nullable Thread asleep;

        void offer(Loop loop) {
            offered = loop;
            Thread thread = asleep;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (true) {
                Loop loop = take();
                loop.work();
            }
        }

        private Loop take() {
            for (int spin = 0;; spin++) {
                Loop loop = offered;
                if (loop != null) {
                    offered = null;
                    asleep = null;
                    return loop;
                }
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    asleep = Thread.currentThread();
                    if (offered == null) {
                        LockSupport.park(this);
                    }
                }
            }
        }
    }
}
