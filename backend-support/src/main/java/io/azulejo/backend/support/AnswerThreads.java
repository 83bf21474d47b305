package io.azulejo.backend.support;

import java.util.concurrent.Executors;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The virtual threads on which prompts are read and pieces of answers delivered: a reader may block them. */
public final class AnswerThreads {

    private static final Scheduler SCHEDULER = Schedulers.fromExecutor(
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("azulejo-answer-", 0).factory()));

    private AnswerThreads() {}

    public static Scheduler scheduler() {
        return SCHEDULER;
    }
}
