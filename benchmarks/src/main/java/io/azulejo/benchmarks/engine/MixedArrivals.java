package io.azulejo.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.benchmarks.Samples;

/**
 * Requests that arrive by chance, a Poisson process: seven of ten are texts of 64 to 512 tokens, two are pictures of one
 * tile, one is a picture of seven; answers have 16 to 64 tokens.
 */
final class MixedArrivals {

    private MixedArrivals() {}

    static Map<String, Double> run(BackendModel model, Prompts prompts, int requests, int perMinute)
            throws InterruptedException {
        Random random = new Random(prompts.nextSeed());
        List<Prompt> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            all.add(prompt(prompts, i % 10, 16 + random.nextInt(49), 64 + random.nextInt(449)));
        }
        List<TimedAnswer> answers = new ArrayList<>();
        double due = 0;
        long start = System.nanoTime();
        for (Prompt prompt : all) {
            due += -Math.log(1 - random.nextDouble()) * 60 / perMinute;
            long wait = Math.round((due - (System.nanoTime() - start) / 1e9) * 1000);
            Thread.sleep(Math.max(0, wait));
            answers.add(TimedAnswer.start(model, prompt));
        }
        List<Double> firsts = new ArrayList<>();
        List<Double> gaps = new ArrayList<>();
        for (TimedAnswer answer : answers) {
            firsts.add(answer.await().firstToken());
            gaps.addAll(answer.gaps(0, Double.POSITIVE_INFINITY));
        }
        Samples first = new Samples(firsts);
        Samples gap = new Samples(gaps);
        return Map.of("first-token-p50", first.percentile(0.5), "first-token-p99", first.percentile(0.99), "gap-p50",
                gap.percentile(0.5), "gap-p99", gap.percentile(0.99));
    }

    private static Prompt prompt(Prompts prompts, int kind, int answer, int tokens) {
        return switch (kind) {
            case 2, 7 -> new Prompt(List.of(prompts.system(), Prompts.pictureAndText(
                    Pictures.oneTile(prompts.nextSeed()), prompts.sentence(16))), Prompts.greedy(answer));
            case 4 -> new Prompt(List.of(prompts.system(), Prompts.pictureAndText(
                    Pictures.sevenTiles(prompts.nextSeed()), prompts.sentence(16))), Prompts.greedy(answer));
            default -> prompts.ofTokens(tokens, answer);
        };
    }
}
