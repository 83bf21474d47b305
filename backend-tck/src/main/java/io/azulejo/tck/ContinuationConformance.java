package io.azulejo.tck;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer that was begun goes on where it stands. */
interface ContinuationConformance extends Conformance {

    int TOKENS = 24;
    List<String> QUESTIONS = List.of("Good morning!", "What do you see?", "Who are you?", "Tell me a story.", "Why?",
            "Count to ten.", "Name three colours.", "How are you today?", "What is a tile?", "Say something nice.");

    /**
     * One of several questions whose answer can be cut at a place where its text, cut into tokens anew, gives the same
     * tokens: between responses, at whole characters, with the longest beginning.
     */
    @Test
    default void answerWhenBegunThenGoesOnAsItWouldHave() {
        if (!continues()) {
            return;
        }
        Cut cut = QUESTIONS.stream().map(this::cut).max((a, b) -> Integer.compare(a.responses, b.responses))
                .orElseThrow();
        assertThat(cut.begun).as("some answer begins with whole characters").isNotEmpty();

        List<ChatResponse> rest = Answers.stream(model(), begun(cut.question, cut.begun, TOKENS));

        String joined = cut.begun + Answers.text(rest);
        // The second one may end later, since what was begun does not count towards its most tokens.
        assertThat(joined).startsWith(cut.whole);
        TokenUsage usage = Answers.usage(rest.getLast());
        assertThat(usage.promptTokens())
                .isEqualTo(model().measure(begun(cut.question, cut.begun, TOKENS)).promptTokens())
                .isGreaterThan(model().measure(question(cut.question, TOKENS)).promptTokens());
        assertThat(usage.completionTokens()).isBetween(1, TOKENS);
    }

    @Test
    default void answerWhenBegunWithNothingThenIsTheWholeAnswer() {
        if (!continues()) {
            return;
        }

        String whole = Answers.text(Answers.stream(model(), question("Who are you?", TOKENS)));
        String begun = Answers.text(Answers.stream(model(), begun("Who are you?", "", TOKENS)));

        assertThat(begun).isEqualTo(whole);
    }

    @Test
    default void answerWhenBegunAndTheModelDoesNotContinueThenIsRefused() {
        if (continues()) {
            return;
        }
        assertThat(Answers.failure(model(), begun("Who are you?", "I am", TOKENS)))
                .isInstanceOf(UnsupportedRequestException.class);
    }

    private boolean continues() {
        return model().descriptor().capabilities().continues();
    }

    /** @param whole the answer, without a part of a character that its most tokens left at its end */
    record Cut(String question, String whole, String begun, int responses) {}

    private Cut cut(String question) {
        List<ChatResponse> responses = Answers.stream(model(), question(question, TOKENS));
        String begun = "";
        int taken = 0;
        for (ChatResponse response : responses.subList(0, responses.size() / 2)) {
            if (Answers.text(response).contains("\uFFFD")) {
                break;
            }
            begun += Answers.text(response);
            taken++;
        }
        return new Cut(question, Answers.text(responses).replaceFirst("\uFFFD+$", ""), begun, taken);
    }

    private Prompt question(String text, int maxTokens) {
        return Answers.prompt(text, options().maxTokens(maxTokens).temperature(0.0));
    }

    private Prompt begun(String text, String begun, int maxTokens) {
        List<Message> messages = Stream.<Message>of(new UserMessage(text), new AssistantMessage(begun)).toList();
        return new Prompt(messages, options().maxTokens(maxTokens).temperature(0.0).build());
    }
}
