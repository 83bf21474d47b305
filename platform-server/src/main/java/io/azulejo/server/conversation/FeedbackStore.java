package io.azulejo.server.conversation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;

/** What readers think of answers. All methods block. */
@Repository
class FeedbackStore {

    private final Conversations conversations;
    private final JdbcClient jdbc;

    FeedbackStore(Conversations conversations, JdbcClient jdbc) {
        this.conversations = conversations;
        this.jdbc = jdbc;
    }

    @Transactional
    public void put(UUID owner, UUID conversation, UUID answer, Feedback feedback) {
        requireAnswer(owner, conversation, answer);
        jdbc.sql("""
                insert into answer_feedback (answer_id, rating, comment, updated_at)
                values (:answer, :rating, :comment, now())
                on conflict (answer_id) do update
                    set rating = excluded.rating, comment = excluded.comment, updated_at = excluded.updated_at
                """).param("answer", answer)
                .param("rating", Fields.required(feedback.rating(), "rating").name().toLowerCase(Locale.ROOT))
                .param("comment", feedback.comment()).update();
    }

    @Transactional
    public void remove(UUID owner, UUID conversation, UUID answer) {
        requireAnswer(owner, conversation, answer);
        jdbc.sql("delete from answer_feedback where answer_id = :answer").param("answer", answer).update();
    }

    /** That of each answer of a conversation that has any. */
    @Transactional(readOnly = true)
    public Map<UUID, Feedback> ofConversation(UUID conversation) {
        Map<UUID, Feedback> found = new HashMap<>();
        jdbc.sql("""
                select f.answer_id, f.rating, f.comment from answer_feedback f join message m on m.id = f.answer_id
                where m.conversation_id = :conversation
                """).param("conversation", conversation)
                .query(row -> {
                    found.put(row.getObject("answer_id", UUID.class), new Feedback(
                            Feedback.Rating.valueOf(row.getString("rating").toUpperCase(Locale.ROOT)),
                            row.getString("comment")));
                });
        return found;
    }

    private void requireAnswer(UUID owner, UUID conversation, UUID answer) {
        if (conversations.requireMessage(owner, conversation, answer).role() != Role.ASSISTANT) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-message", "Invalid message",
                    "The message '" + answer + "' is not an answer; only answers have feedback.");
        }
    }
}
