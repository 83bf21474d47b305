package io.azulejo.triton.client;

import java.time.Duration;

/**
 * What a server has counted of one version of a model since it was loaded.
 *
 * @param name the model
 * @param version the version
 * @param successes requests answered
 * @param failures requests that failed
 * @param inferences inferences made, each request of a batch counted
 * @param executions times that the model was run
 * @param queueTime time that requests waited, in all
 * @param computeTime time that the model ran, in all
 */
public record ModelStatisticsEntry(String name, String version, long successes, long failures, long inferences,
        long executions, Duration queueTime, Duration computeTime) {}
