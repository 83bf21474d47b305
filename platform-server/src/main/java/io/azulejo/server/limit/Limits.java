package io.azulejo.server.limit;

import org.jspecify.annotations.Nullable;

import io.azulejo.server.web.ProblemException;

/** Lets requests for answers in, or not, before any work is done for them. */
public interface Limits {

    /** Blocks. What is let in has to be ended. */
    Decision decide(Asked asked);

    /**
     * @param admission null where it is not let in
     * @param refusal why not: 429, with when to try again
     * @param rates where the person stands now
     */
    record Decision(@Nullable Admission admission, @Nullable ProblemException refusal, Rates rates) {

        /** @throws ProblemException 429 where it is not let in */
        public Admission orThrow() {
            if (refusal != null) {
                throw refusal;
            }
            if (admission == null) {
                throw new IllegalStateException();
            }
            return admission;
        }
    }
}
