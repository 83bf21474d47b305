package io.azulejo.server.generation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

import io.azulejo.server.attachment.Picture;
import io.azulejo.server.attachment.PictureChecks;
import io.azulejo.server.attachment.PictureUploads;
import io.azulejo.server.attachment.UploadProperties;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** Reads a question from a multipart form. */
@Component
class QuestionForm {

    static final String PICTURE = "picture";
    private static final Set<String> FIELDS = Set.of("text", "title", "system", "parent", "model", "options",
            "temporary", PICTURE);

    private final PictureUploads uploads;
    private final PictureChecks checks;
    private final ParameterReader parameters;
    private final UploadProperties limits;

    QuestionForm(PictureUploads uploads, PictureChecks checks, ParameterReader parameters, UploadProperties limits) {
        this.uploads = uploads;
        this.checks = checks;
        this.parameters = parameters;
        this.limits = limits;
    }

    /**
     * @param person who asks
     * @param conversation where the question goes, or null for a new conversation
     */
    Mono<Question> read(Person person, @Nullable UUID conversation, MultiValueMap<String, Part> form,
            @Nullable String requestKey) {
        Set<String> unknown = new TreeSet<>(form.keySet());
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw QuestionRequest.unknownFields(unknown, FIELDS);
        }
        return uploads.read(form, PICTURE).map(sent -> {
            List<Picture> pictures = sent.stream().map(file -> checks.check(file.data(), file.fileName())).toList();
            String text = field(form, "text");
            QuestionRequest.refuseForExisting(conversation, "title", field(form, "title"));
            QuestionRequest.refuseForExisting(conversation, "system", field(form, "system"));
            QuestionRequest.refuseForExisting(conversation, "temporary", field(form, "temporary"));
            return new Question(person, conversation, QuestionRequest.title(field(form, "title")),
                    field(form, "system"),
                    List.of(), pictures, QuestionRequest.text(text, limits), parent(field(form, "parent")),
                    field(form, "model"), parameters.parse(field(form, "options")), requestKey,
                    temporary(field(form, "temporary")));
        });
    }

    private static Question.Parent parent(@Nullable String parent) {
        if (parent == null) {
            return new Question.Parent.Newest();
        }
        return parent.isBlank()
                ? new Question.Parent.Root()
                : new Question.Parent.Message(QuestionRequest.id(parent, "parent"));
    }

    private static boolean temporary(@Nullable String value) {
        return switch (value) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw Fields.invalid("temporary", "'temporary' is '" + value + "'; give true or false.");
        };
    }

    private static @Nullable String field(MultiValueMap<String, Part> form, String name) {
        List<Part> parts = form.getOrDefault(name, List.of());
        if (parts.isEmpty()) {
            return null;
        }
        if (parts.size() > 1 || !(parts.getFirst() instanceof FormFieldPart part)) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-form", "Invalid form",
                    "'" + name + "' is to be one field of text.").withParameter(name);
        }
        String value = part.value();
        // The form's reader has decoded the field already and leaves this character for bytes that are not UTF-8.
        if (value.indexOf('\uFFFD') >= 0) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-text", "Invalid text",
                    "'" + name + "' is not valid UTF-8, or has the character U+FFFD, which stands for bytes that are "
                            + "not. Send text in UTF-8.")
                    .withParameter(name);
        }
        return Texts.check(value, name);
    }
}
