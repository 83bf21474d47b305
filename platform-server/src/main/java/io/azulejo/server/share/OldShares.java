package io.azulejo.server.share;

import java.time.Duration;

import org.springframework.stereotype.Component;

import io.azulejo.server.job.PeriodicJob;

/** Clears away links that ended by themselves. */
@Component
class OldShares implements PeriodicJob {

    private final Shares shares;

    OldShares(Shares shares) {
        this.shares = shares;
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        int some = shares.removeExpired();
        while (some > 0) {
            some = shares.removeExpired();
        }
    }
}
