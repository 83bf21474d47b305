package io.azulejo.benchmarks.engine;

import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.benchmarks.Samples;

/** What a person with a picture of seven tiles waits for, from the file's bytes on. */
final class PictureMeasures {

    private static final int ANSWER_TOKENS = 8;

    private PictureMeasures() {}

    /** The first token of a new picture, of another question about it, and of a second turn of the first question. */
    static Map<String, Double> firstToken(BackendModel model, Prompts prompts, int words)
            throws InterruptedException {
        SystemMessage system = prompts.system();
        byte[] picture = Pictures.sevenTiles(prompts.nextSeed());
        Message question = Prompts.pictureAndText(picture, prompts.sentence(words));
        TimedAnswer first = TimedAnswer.start(model, new Prompt(List.of(system, question),
                Prompts.greedy(ANSWER_TOKENS))).await();
        TimedAnswer again = TimedAnswer.start(model, new Prompt(List.of(system,
                Prompts.pictureAndText(picture, prompts.sentence(words))), Prompts.greedy(1))).await();
        TimedAnswer secondTurn = TimedAnswer.start(model, new Prompt(List.of(system, question,
                new AssistantMessage(first.text()), new UserMessage(prompts.sentence(words))), Prompts.greedy(1)))
                .await();
        return Map.of("first-token", first.firstToken(), "again", again.firstToken(), "second-turn",
                secondTurn.firstToken());
    }

    /** The 99th percentile of the gaps between one answer's tokens, alone and until a picture's first token came. */
    static Map<String, Double> gaps(BackendModel model, Prompts prompts, int tokens) throws InterruptedException {
        TimedAnswer text = TimedAnswer.start(model, prompts.ofTokens(128, 4096));
        try {
            text.awaitTokens(tokens + 1);
            double arrival = text.times().getLast();
            TimedAnswer picture = TimedAnswer.start(model, new Prompt(List.of(prompts.system(),
                    Prompts.pictureAndText(Pictures.sevenTiles(prompts.nextSeed()), prompts.sentence(32))),
                    Prompts.greedy(1))).await();
            double answered = (picture.startNanos() - text.startNanos()) / 1e9 + picture.firstToken();
            // The gap that the picture's last step fell in ends after it.
            text.awaitTokens(text.times().size() + 1);
            return Map.of("alone", new Samples(text.gaps(0, arrival)).percentile(0.99), "beside-picture",
                    new Samples(text.gaps(arrival, answered + 1)).percentile(0.99));
        } finally {
            text.cancel();
        }
    }
}
