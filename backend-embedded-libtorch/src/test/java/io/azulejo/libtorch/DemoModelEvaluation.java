package io.azulejo.libtorch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.demo.DemoModel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks the demo model every question of its held-out set through the Java engine and prints how many of each category
 * it answers right, beside the aims. Its name keeps it out of the build's own tests; run it with
 *
 * <pre>
 * mvn test -pl backend-embedded-libtorch -am -Dtest=DemoModelEvaluation -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * Another checkpoint or set: {@code -Dazulejo.evaluation.checkpoint=DIR}, {@code -Dazulejo.evaluation.set=DIR}; wrong
 * answers are shown with {@code -Dazulejo.evaluation.show=20}.
 */
class DemoModelEvaluation {

    private static final String MODEL = "azulejo-demo";
    /** Percentages that the demo model is meant to reach; the aim for text is for lines of five characters. */
    private static final Map<String, Integer> AIMS = Map.of("shapes", 97, "counts", 95, "text: five characters", 90,
            "chart", 90);

    @TempDir
    static Path directory;

    @Test
    void printsAccuracyOfEachCategory() {
        List<EvaluationQuestion> questions = EvaluationQuestion.read(set());
        Scores scores = ask(checkpoint(directory), questions);

        System.out.println(scores.table());
        scores.wrong.stream().limit(Integer.getInteger("azulejo.evaluation.show", 0)).forEach(System.out::println);
        assertThat(scores.questions("all")).isEqualTo(questions.size());
    }

    static Path set() {
        return Path.of(System.getProperty("azulejo.evaluation.set", "../demo-model/evaluation"));
    }

    static Path checkpoint(Path temporary) {
        String other = System.getProperty("azulejo.evaluation.checkpoint");
        return other == null ? DemoModel.extractTo(temporary) : Path.of(other);
    }

    static Scores ask(Path checkpoint, List<EvaluationQuestion> questions) {
        assertThat(Files.isDirectory(checkpoint)).as("checkpoint %s", checkpoint).isTrue();
        Scores scores = new Scores();
        try (Backend backend = TinyBackend
                .open(Map.of(MODEL, settings(checkpoint)))) {
            BackendModel model = backend.models().getFirst();
            Flux.fromIterable(questions)
                    .flatMapSequential(question -> answer(model, question).map(answer -> Map.entry(question, answer)),
                            16)
                    .doOnNext(entry -> scores.add(entry.getKey(), entry.getValue()))
                    .blockLast(Duration.ofHours(1));
        }
        return scores;
    }

    private static Map<String, String> settings(Path checkpoint) {
        return Map.of("path", checkpoint.toString(), "max-sequences", "8", "weights",
                System.getProperty("azulejo.evaluation.weights", "auto"), "vision-weights",
                System.getProperty("azulejo.evaluation.vision-weights", "auto"));
    }

    private static Mono<String> answer(BackendModel model, EvaluationQuestion question) {
        GenerationOptions options = GenerationOptions.builder().temperature(0.0).maxTokens(100).build();
        return Mono.defer(() -> model.chatModel().stream(new Prompt(question.messages(), options))
                .map(DemoModelEvaluation::text).reduce("", String::concat));
    }

    private static String text(ChatResponse response) {
        return Objects.requireNonNullElse(response.getResults().getFirst().getOutput().getText(), "");
    }

    /** Right answers of questions, by category and by category and topic. */
    static final class Scores {

        private final Map<String, int[]> counts = new TreeMap<>();
        private final List<String> wrong = new ArrayList<>();

        void add(EvaluationQuestion question, String answer) {
            boolean right = question.isRight(answer);
            for (String group : List.of("all", question.category(), question.category() + ": " + question.topic())) {
                int[] count = counts.computeIfAbsent(group, _ -> new int[2]);
                count[0] += right ? 1 : 0;
                count[1]++;
            }
            if (!right) {
                wrong.add(question.id() + " " + question.picture() + "\n  " + question.question() + "\n  " + answer
                        + "\n  wanted " + question.all());
            }
        }

        int questions(String group) {
            return counts.getOrDefault(group, new int[2])[1];
        }

        double percent(String group) {
            int[] count = counts.getOrDefault(group, new int[2]);
            return count[1] == 0 ? 0 : 100.0 * count[0] / count[1];
        }

        String table() {
            StringBuilder table = new StringBuilder(
                    "| questions | right | of | % | aim |\n| --- | --- | --- | --- | --- |\n");
            counts.forEach((group, count) -> table.append(String.format(Locale.ROOT, "| %s | %d | %d | %.1f | %s |%n",
                    group, count[0], count[1], percent(group), AIMS.containsKey(group) ? AIMS.get(group) : "")));
            return table.toString();
        }
    }
}
