package io.azulejo.server.limit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much each person may use, unless an administrator allows another amount.
 *
 * @param requestsPerMinute the most requests in any 60 seconds
 * @param requestsPerDay the most requests in a day (UTC)
 * @param tokensPerDay the most tokens of prompts and answers in a day
 * @param tokensPerMonth the most tokens of prompts and answers in a month
 * @param pictureTokensPerDay the most tokens of pictures in a day
 * @param concurrent the most answers in progress at once
 * @param answerTokens how many tokens are set aside for an answer of which the request does not limit the tokens
 */
@ConfigurationProperties("azulejo.limits")
record LimitProperties(@Nullable Long requestsPerMinute, @Nullable Long requestsPerDay, @Nullable Long tokensPerDay,
        @Nullable Long tokensPerMonth, @Nullable Long pictureTokensPerDay, @Nullable Long concurrent,
        @DefaultValue("1000") long answerTokens) {

    Allowance allowance() {
        return new Allowance(requestsPerMinute, requestsPerDay, tokensPerDay, tokensPerMonth, pictureTokensPerDay,
                concurrent);
    }
}
