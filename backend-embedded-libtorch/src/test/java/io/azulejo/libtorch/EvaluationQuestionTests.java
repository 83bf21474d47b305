package io.azulejo.libtorch;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationQuestionTests {

    @Test
    void answerIsRightWhenItHasEveryPhraseAndNoneOfTheForbidden() {
        EvaluationQuestion question = question("shapes", List.of("red circle"), List.of("blue"));

        assertThat(question.isRight("There is a Red circle.")).isTrue();
        assertThat(question.isRight("There is a red circle and a BLUE star.")).isFalse();
        assertThat(question.isRight("There is a circle, red.")).isFalse();
        assertThat(question.isRight("red circles")).as("a longer word").isFalse();
    }

    @Test
    void textIsComparedWithItsCase() {
        EvaluationQuestion question = question("text", List.of("Ab3xZ"), List.of());

        assertThat(question.isRight("It says \"Ab3xZ\".")).isTrue();
        assertThat(question.isRight("It says \"ab3xz\".")).isFalse();
        assertThat(question.isRight("It says \"Ab3xZ1\".")).isFalse();
    }

    @Test
    void historyBecomesTurnsBeforeTheQuestion() {
        EvaluationQuestion question = new EvaluationQuestion("q", null, "talk", "talk", List.of("Hi", "Hello!"),
                "Who are you?", List.of(), List.of());

        assertThat(question.messages()).extracting(Message::getMessageType).containsExactly(MessageType.USER,
                MessageType.ASSISTANT, MessageType.USER);
        assertThat(question.messages()).extracting(Message::getText).containsExactly("Hi", "Hello!", "Who are you?");
    }

    private static EvaluationQuestion question(String category, List<String> all, List<String> none) {
        return new EvaluationQuestion("q", null, category, category, List.of(), "?", all, none);
    }
}
