package io.azulejo.server.search;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.azulejo.server.job.PeriodicJob;

/** Makes findable what was stored before there was a search. */
@Component
class SearchCatchUp implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(SearchCatchUp.class);

    private final SearchIndex index;

    SearchCatchUp(SearchIndex index) {
        this.index = index;
    }

    @Override
    public Duration interval() {
        return Duration.ofDays(1);
    }

    @Override
    public void run() {
        int all = 0;
        for (int some = index.catchUp(); some > 0; some = index.catchUp()) {
            all += some;
        }
        if (all > 0) {
            log.info("Made {} older messages and titles findable", all);
        }
    }
}
