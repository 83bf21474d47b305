package io.azulejo.server.generation;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.attachment.UploadProperties;
import io.azulejo.server.conversation.ConversationTitle;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/**
 * A question as JSON.
 *
 * @param title of a new conversation; made from the text where absent
 * @param system what the model is told first in a new conversation
 * @param attachments ids of pictures that were uploaded, in their order
 * @param parent the message that this one follows; the newest where absent, another beginning where null
 * @param model the model to answer; the conversation's where absent
 * @param options how the answer is made
 * @param temporary whether a new conversation is in no list and goes some time after its last message
 * @param others fields that there are not
 */
record QuestionRequest(@Nullable String title, @Nullable String system, @Nullable String text,
        @Nullable List<String> attachments,
        @Schema(type = "string", nullable = true) @Nullable JsonNode parent, @Nullable String model,
        @Schema(implementation = GenerationParameters.class) @Nullable JsonNode options, @Nullable Boolean temporary,
        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, JsonNode> others) {

    private static final Set<String> FIELDS = Set.of("title", "system", "text", "attachments", "parent", "model",
            "temporary",
            "options");

    /** Whether there is a message at all, or only a conversation to be made. */
    boolean isEmpty() {
        return (text == null || text.isBlank()) && (attachments == null || attachments.isEmpty());
    }

    Question toQuestion(Person person, @Nullable UUID conversation, ParameterReader parameters, UploadProperties limits,
            @Nullable String requestKey) {
        if (others != null && !others.isEmpty()) {
            throw unknownFields(others.keySet(), FIELDS);
        }
        List<UUID> ids = attachments == null
                ? List.of()
                : attachments.stream().map(id -> id(id, "attachments")).toList();
        if (ids.size() > limits.maxPictures()) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "too-many-pictures", "Too many pictures",
                    "The message has " + ids.size() + " pictures; at most " + limits.maxPictures()
                            + " are taken. Send fewer.")
                    .withParameter("attachments");
        }
        refuseForExisting(conversation, "title", title);
        refuseForExisting(conversation, "system", system);
        refuseForExisting(conversation, "temporary", temporary);
        return new Question(person, conversation, title(title), system == null ? null : text(system, limits), ids,
                List.of(),
                text(text, limits), parentOf(parent), model, parameters.read(options), requestKey,
                Boolean.TRUE.equals(temporary));
    }

    private static Question.Parent parentOf(@Nullable JsonNode parent) {
        if (parent == null) {
            return new Question.Parent.Newest();
        }
        return parent.isNull()
                ? new Question.Parent.Root()
                : new Question.Parent.Message(id(parent.asString(), "parent"));
    }

    /** A conversation has one title and one system message from its beginning. */
    static void refuseForExisting(@Nullable UUID conversation, String field, @Nullable Object value) {
        if (conversation != null && value != null) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter", "'" + field
                    + "' belongs to a conversation's making; a message to an existing one has none.")
                    .withParameter(field);
        }
    }

    static @Nullable String title(@Nullable String title) {
        return title == null ? null : ConversationTitle.check(title);
    }

    static String text(@Nullable String text, UploadProperties limits) {
        if (text == null) {
            return "";
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > limits.maxTextSize().toBytes()) {
            throw ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "text-too-large", "The text is too large",
                    "'text' is larger than " + limits.maxTextSize().toBytes() + " bytes. Send less.")
                    .withParameter("text");
        }
        return Texts.check(text, "text");
    }

    static UUID id(@Nullable String text, String parameter) {
        try {
            return UUID.fromString(String.valueOf(text));
        } catch (IllegalArgumentException _) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
                    "'" + text + "' is not an id for '" + parameter + "'.").withParameter(parameter);
        }
    }

    static ProblemException unknownFields(Collection<String> unknown, Set<String> known) {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "unknown-field", "Unknown field",
                "There is no field '" + String.join("', '", unknown) + "'. Known: "
                        + String.join(", ", new TreeSet<>(known)) + ".")
                .withParameter(unknown.iterator().next());
    }
}
