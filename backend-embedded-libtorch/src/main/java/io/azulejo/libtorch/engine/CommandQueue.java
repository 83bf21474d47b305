package io.azulejo.libtorch.engine;

import java.util.concurrent.LinkedBlockingQueue;

import org.jspecify.annotations.Nullable;

/** What other threads want done on the engine's thread, between two steps. */
final class CommandQueue {

    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    /** Guarded by this: why no command is taken any more. */
    private @Nullable String shut;

    /** Leaves a command; gives the reason where none is taken any more. */
    synchronized @Nullable String post(Runnable command) {
        if (shut == null) {
            commands.add(command);
        }
        return shut;
    }

    /** Takes one last command, where the queue is open, and none after it. */
    synchronized void shut(String reason, Runnable last) {
        if (post(last) == null) {
            shut = reason;
        }
    }

    /** Takes no command any more, whatever the reason was before. */
    synchronized void shut(String reason) {
        shut = reason;
    }

    /** Carries out what is there. */
    void carryOut() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    /** Waits for a command and carries it out. */
    void await() throws InterruptedException {
        commands.take().run();
    }
}
