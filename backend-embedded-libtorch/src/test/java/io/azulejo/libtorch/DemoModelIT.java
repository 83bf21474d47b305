package io.azulejo.libtorch;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The demo model is a demo: below these figures it would not be one. */
@Timeout(900)
class DemoModelIT {

    /** What the checkpoint says to everything until a trained one takes its place; see demo-model/README.md. */
    private static final String PLACEHOLDER = "I am a placeholder and see nothing yet.";

    @TempDir
    static Path directory;

    @Test
    void demoModelSeesEnoughOfPicturesThatItNeverSaw() {
        Path checkpoint = DemoModelEvaluation.checkpoint(directory);
        List<EvaluationQuestion> all = EvaluationQuestion.read(DemoModelEvaluation.set());
        refusePlaceholder(checkpoint, all.getFirst());
        // Every third question, so that all kinds come up: the whole set is DemoModelEvaluation's.
        List<EvaluationQuestion> some = IntStream.iterate(0, i -> i < all.size(), i -> i + 3).mapToObj(all::get)
                .toList();

        DemoModelEvaluation.Scores scores = DemoModelEvaluation.ask(checkpoint, some);

        System.out.println(scores.table());
        assertThat(scores.percent("shapes")).as("shapes").isGreaterThanOrEqualTo(92);
        assertThat(scores.percent("counts")).as("counts").isGreaterThanOrEqualTo(88);
        assertThat(scores.percent("text: five characters")).as("text").isGreaterThanOrEqualTo(75);
        assertThat(scores.percent("chart")).as("chart").isGreaterThanOrEqualTo(75);
    }

    /** A placeholder has nothing to measure; that it says so whole is all that can be asked of it. */
    private static void refusePlaceholder(Path checkpoint, EvaluationQuestion question) {
        EvaluationQuestion whole = new EvaluationQuestion(question.id(), question.picture(), "text", "placeholder",
                List.of(), question.question(), List.of(PLACEHOLDER), List.of());
        boolean placeholder = DemoModelEvaluation.ask(checkpoint, List.of(whole)).percent("all") == 100;
        if (placeholder) {
            System.err.println("SKIPPED: demo-model holds a placeholder, whose accuracy cannot be measured");
        }
        assumeThat(placeholder).as("demo-model holds a placeholder, whose accuracy cannot be measured").isFalse();
    }
}
