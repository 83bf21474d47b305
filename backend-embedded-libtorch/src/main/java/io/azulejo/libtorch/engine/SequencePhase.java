package io.azulejo.libtorch.engine;

/** Where a sequence stands. */
enum SequencePhase {

    /** In the queue; holds no blocks. */
    WAITING,
    /** Admitted; its prompt, or after preemption all it has so far, is being computed. */
    PREFILL,
    /** All but its newest token is computed; each step makes one more. */
    DECODE,
    /** Ended, failed or aborted; holds nothing. */
    FINISHED
}
