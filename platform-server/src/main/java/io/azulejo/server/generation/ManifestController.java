package io.azulejo.server.generation;

import java.util.List;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Tells what answers were made by. */
@RestController
class ManifestController {

    private final Conversations conversations;
    private final GenerationStore generations;
    private final ManifestStore manifests;
    private final Blocking blocking;

    ManifestController(Conversations conversations, GenerationStore generations, ManifestStore manifests,
            Blocking blocking) {
        this.conversations = conversations;
        this.generations = generations;
        this.manifests = manifests;
        this.blocking = blocking;
    }

    /**
     * What an answer was made by: checkpoint and tokenizer, how pictures were cut, all parameters, the seed and the ids of
     * its tokens, as far as its backend tells. Of an answer in progress, and of one that a crash cut off, who made it is not
     * told.
     */
    @GetMapping("/api/v1/conversations/{id}/messages/{answer}/manifest")
    Mono<RunManifest> read(Person person, @PathVariable UUID id, @PathVariable UUID answer, Authentication login) {
        return blocking.call(() -> {
            conversations.requireMessage(person.id(), id, answer);
            AnswerRecord record = generations.ofAnswer(answer).orElseThrow(() -> ProblemException.of(
                    HttpStatus.UNPROCESSABLE_CONTENT, "not-an-answer", "Not an answer",
                    "The message '" + answer + "' is no answer of a model. Name an answer."));
            RunManifest manifest = manifests.find(record)
                    .orElseGet(() -> RunManifest.of(record, List.of(), AnswerTrace.Told.NOTHING));
            return Logins.administers(login) ? manifest : manifest.withoutDeployments();
        });
    }
}
