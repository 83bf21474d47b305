package io.azulejo.server.generation;

import java.util.List;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.BranchMessage;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.conversation.MessageContent;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.web.ProblemException;

/** Finds again what an answer was given to. */
@Service
public class AnswerPrompts {

    private final Conversations conversations;
    private final GenerationStore generations;
    private final PromptBuilder prompts;
    private final ParameterReader parameters;

    AnswerPrompts(Conversations conversations, GenerationStore generations, PromptBuilder prompts,
            ParameterReader parameters) {
        this.conversations = conversations;
        this.generations = generations;
        this.prompts = prompts;
        this.parameters = parameters;
    }

    /**
     * Reads the pictures: blocks.
     *
     * @throws ProblemException 404 where the owner has no such conversation or it has no such message, 409 where the
     *         answer is still being made, 422 where the message is no answer or has no text
     */
    public AnswerPrompt require(UUID owner, UUID conversation, UUID answer) {
        conversations.require(owner, conversation);
        List<BranchMessage> branch = conversations.branch(conversation, answer);
        BranchMessage last = branch.getLast();
        AnswerRecord record = last.role() == Role.ASSISTANT ? generations.ofAnswer(answer).orElse(null) : null;
        if (record == null) {
            throw unprocessable("not-an-answer", "Not an answer",
                    "The message '" + answer + "' is no answer of a model. Name an answer.");
        }
        if (record.timings().endedAt() == null) {
            throw ProblemException.of(HttpStatus.CONFLICT, "answer-in-progress", "An answer is in progress",
                    "The answer is still being made. Wait for its end.");
        }
        String text = PromptBuilder.text(last);
        if (text.isBlank()) {
            throw unprocessable("empty-answer", "Empty answer", "The answer has no text.");
        }
        List<BranchMessage> asked = branch.subList(0, branch.size() - 1);
        return new AnswerPrompt(record.model(),
                prompts.build(asked, parameters.parse(record.parameters()).toOptions(record.model())),
                asked.stream().flatMap(message -> message.parts().stream())
                        .filter(MessageContent.Attachment.class::isInstance)
                        .map(MessageContent.Attachment.class::cast).map(MessageContent.Attachment::id).toList(),
                text);
    }

    private static ProblemException unprocessable(String type, String title, String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, type, title, detail);
    }
}
