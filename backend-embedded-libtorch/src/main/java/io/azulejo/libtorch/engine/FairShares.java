package io.azulejo.libtorch.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what each user was served, so that the one served least comes next. A user who comes, or comes back, starts no
 * lower than the least served of those who are there: nobody saves up claims by staying away. After Sheng et al.,
 * "Fairness in Serving Large Language Models" (OSDI 2024), with its weights: a token of an answer counts for two of a
 * prompt. The engine's thread owns it.
 */
final class FairShares {

    private static final int WEIGHT_OF_AN_ANSWERS_TOKEN = 2;

    private final Map<String, Share> shares = new HashMap<>();

    /** Notes one more sequence of a user. */
    void enter(String user) {
        long least = shares.values().stream().filter(share -> share.sequences > 0).mapToLong(share -> share.served)
                .min().orElse(0);
        // Those who left and are owed nothing are as good as new.
        shares.values().removeIf(share -> share.sequences == 0 && share.served <= least);
        Share share = shares.computeIfAbsent(user, _ -> new Share());
        if (share.sequences++ == 0) {
            share.served = Math.max(share.served, least);
        }
    }

    /** Notes that a sequence of a user is over. */
    void leave(String user) {
        share(user).sequences--;
        if (shares.values().stream().allMatch(share -> share.sequences == 0)) {
            shares.clear();
        }
    }

    /** Notes tokens of a prompt that are about to be computed. */
    void prompt(String user, int tokens) {
        share(user).served += tokens;
    }

    /** Notes a token of an answer. */
    void answered(String user) {
        share(user).served += WEIGHT_OF_AN_ANSWERS_TOKEN;
    }

    /** What a user was served; to compare with others'. */
    long served(String user) {
        return share(user).served;
    }

    private Share share(String user) {
        Share share = shares.get(user);
        if (share == null) {
            throw new IllegalStateException("A user has no sequence here");
        }
        return share;
    }

    private static final class Share {

        private int sequences;
        private long served;
    }
}
