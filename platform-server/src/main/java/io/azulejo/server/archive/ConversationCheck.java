package io.azulejo.server.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.azulejo.server.archive.ArchivedConversation.Answer;
import io.azulejo.server.archive.ArchivedConversation.Message;
import io.azulejo.server.archive.ArchivedConversation.Part;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.Feedback;
import io.azulejo.server.conversation.ImportedConversation;
import io.azulejo.server.conversation.ImportedConversation.Entry;
import io.azulejo.server.conversation.MessageContent;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.conversation.TitleSource;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** Makes sure that a conversation of a file is one that could have been made here. */
final class ConversationCheck {

    private static final int MOST_NAME = 200;
    private static final int MOST_ERROR = 10_000;

    private final Map<UUID, Role> seen = new HashMap<>();
    private final Map<UUID, ArchivedConversation.Picture> pictures = new LinkedHashMap<>();
    private final Instant latest = Instant.now().plus(Duration.ofDays(1));

    private ConversationCheck() {}

    /**
     * A conversation that is found to be whole.
     *
     * @param pictures what its messages show, by the ids that they have there
     */
    record Checked(ImportedConversation conversation, Map<UUID, ArchivedConversation.Picture> pictures) {}

    /** @throws ProblemException where it is none, with the place in its parameter */
    static Checked check(ArchivedConversation file, Map<UUID, String> folders, int mostMessages) {
        ConversationCheck check = new ConversationCheck();
        List<@Nullable Message> messages = Fields.required(file.messages(), "messages");
        if (messages.size() > mostMessages) {
            throw Fields.invalid("messages", "There are " + messages.size() + " messages; at most " + mostMessages
                    + " are taken.");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            entries.add(check.entry(Fields.required(messages.get(i), "messages[" + i + "]"), "messages[" + i + "]."));
        }
        return new Checked(new ImportedConversation(Fields.required(file.id(), "id"),
                Fields.required(file.title(), "title"),
                file.titled() == null ? TitleSource.USER : file.titled(), name(file.model(), "model"), file.pinned(),
                file.archived(), file.folder() == null ? null : folders.get(file.folder()),
                file.tags() == null ? List.of() : file.tags(), check.time(file.createdAt(), "createdAt"),
                check.time(file.updatedAt(), "updatedAt"), entries), check.pictures);
    }

    private Entry entry(Message message, String path) {
        UUID id = Fields.required(message.id(), path + "id");
        Role role = Fields.required(message.role(), path + "role");
        Role parent = message.parent() == null ? null : seen.get(message.parent());
        if (message.parent() != null && parent == null) {
            throw Fields.invalid(path + "parent", "No message before it has the id '" + message.parent() + "'.");
        }
        boolean follows = switch (role) {
            case SYSTEM -> parent == null && seen.isEmpty();
            case USER -> parent != Role.USER;
            case ASSISTANT -> parent == Role.USER;
        };
        if (!follows) {
            throw Fields.invalid(path + "role", "A message of the " + role + " cannot stand there: an answer follows a "
                    + "question, a question the beginning or an answer, and the system's message is the first.");
        }
        if (seen.put(id, role) != null) {
            throw Fields.invalid(path + "id", "Two messages have the id '" + id + "'.");
        }
        if (role != Role.ASSISTANT && (message.generation() != null || message.feedback() != null)) {
            throw Fields.invalid(path + "role", "Only answers have 'generation' and 'feedback'.");
        }
        List<MessageContent> parts = new ArrayList<>();
        List<@Nullable Part> given = Fields.required(message.parts(), path + "parts");
        for (int i = 0; i < given.size(); i++) {
            parts.add(part(Fields.required(given.get(i), path + "parts[" + i + "]"), role,
                    path + "parts[" + i + "]."));
        }
        return new Entry(id, message.parent(), role, time(message.createdAt(), path + "createdAt"), parts,
                message.generation() == null ? null : answer(message.generation(), id, path + "generation."),
                message.feedback() == null ? null : feedback(message.feedback(), path + "feedback."));
    }

    private MessageContent part(Part part, Role role, String path) {
        return switch (Fields.required(part.type(), path + "type")) {
            case "text" -> new MessageContent.Text(
                    Texts.check(Fields.required(part.text(), path + "text"), path + "text"));
            case "attachment" -> {
                ArchivedConversation.Picture picture = Fields.required(part.attachment(), path + "attachment");
                UUID id = Fields.required(picture.id(), path + "attachment.id");
                String digest = Fields.required(picture.digest(), path + "attachment.digest");
                if (role != Role.USER || !digest.matches("[0-9a-f]{64}")) {
                    throw Fields.invalid(path + "attachment", role == Role.USER
                            ? "'" + digest + "' is no SHA-256 in hexadecimal."
                            : "Only messages of the user show pictures.");
                }
                if (picture.fileName() != null) {
                    Texts.check(picture.fileName(), path + "attachment.fileName");
                }
                ArchivedConversation.Picture before = pictures.put(id, picture);
                if (before != null && !digest.equals(before.digest())) {
                    throw Fields.invalid(path + "attachment.id", "Two pictures have the id '" + id + "'.");
                }
                yield new MessageContent.Attachment(id);
            }
            default -> throw Fields.invalid(path + "type", "'" + part.type() + "' is neither text nor attachment.");
        };
    }

    private AnswerRecord answer(Answer answer, UUID message, String path) {
        AnswerRecord.Timings told = answer.timings();
        Instant queued = time(told == null ? null : told.queuedAt(), path + "timings.queuedAt");
        Instant ended = told == null || told.endedAt() == null
                ? queued
                : time(told.endedAt(), path + "timings.endedAt");
        AnswerRecord.Usage none = new AnswerRecord.Usage(null, null, null, null);
        return new AnswerRecord(message, message, message,
                Fields.required(name(answer.model(), path + "model"), path + "model"),
                answer.parameters() == null ? "{}" : answer.parameters().toString(), answer.continues(),
                answer.seam() == null
                        ? List.of()
                        : answer.seam().stream().filter(Objects::nonNull)
                                .map(place -> new AnswerRecord.Seam(place.offset(), null, null))
                                .toList(),
                told == null || told.endedAt() == null
                        ? "interrupted"
                        : Fields.required(answer.status(), path + "status"),
                name(answer.finishReason(), path + "finishReason"),
                answer.error() == null || answer.error().isBlank()
                        ? null
                        : Fields.text(answer.error(), path + "error", MOST_ERROR),
                answer.usage() == null ? none : answer.usage(),
                new AnswerRecord.Timings(queued, optional(told == null ? null : told.startedAt(), path),
                        optional(told == null ? null : told.firstTokenAt(), path), ended));
    }

    private static Feedback feedback(Feedback given, String path) {
        return new Feedback(Fields.required(given.rating(), path + "rating"),
                given.comment() == null || given.comment().isBlank()
                        ? null
                        : Fields.text(given.comment(), path + "comment", Feedback.MAX_COMMENT));
    }

    private static @Nullable String name(@Nullable String value, String path) {
        return value == null ? null : Fields.text(value, path, MOST_NAME);
    }

    private @Nullable Instant optional(@Nullable Instant time, String path) {
        return time == null ? null : time(time, path + "timings");
    }

    private Instant time(@Nullable Instant time, String path) {
        Instant given = Fields.required(time, path).truncatedTo(ChronoUnit.MICROS);
        if (given.isBefore(Instant.EPOCH) || given.isAfter(latest)) {
            throw Fields.invalid(path, "'" + given + "' lies before 1970 or in the future.");
        }
        return given;
    }
}
